import { spawn } from 'node:child_process';
import { ExitError } from '../../cli/command.js';
import type { Plugin } from './find-plugins.js';

/** Runs a plugin in place of this program: its streams and its exit code are the plugin's. */
export async function runPlugin({ path }: Plugin, args: readonly string[]): Promise<void> {
  const child = spawn(path, args, { stdio: 'inherit' });
  // The plugin shares the terminal and gets Ctrl-C itself.
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  if (exitCode !== 0) throw new ExitError('', exitCode);
}
