import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repositoryRoot } from './workspace.js';

/** Makes `demo/fleet` a Git repository of its own from the example, once, so that a person can commit to it. */
function prepareDemo(): string {
  const folder = join(repositoryRoot, 'demo', 'fleet');
  if (existsSync(join(folder, '.git'))) return folder;
  mkdirSync(folder, { recursive: true });
  cpSync(join(repositoryRoot, 'examples', 'fleet'), folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, ...identity(folder), 'commit', '--quiet', '--message', 'Start the fleet');
  return folder;
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Who commits, where Git does not know it. */
function identity(folder: string): readonly string[] {
  try {
    execFileSync('git', ['config', 'user.email'], { cwd: folder, stdio: 'ignore' });
    return [];
  } catch {
    return ['-c', 'user.name=Demo', '-c', 'user.email=demo@example.com'];
  }
}

function main(): void {
  const folder = relative(process.cwd(), prepareDemo());
  const flux = join(repositoryRoot, 'packages/apps/cli/bin/flux.js');
  console.error(`► the demo repository is ${folder}: change a file there and commit, and watch the cluster follow`);
  const args = [flux, 'up', folder, '--path', 'clusters/staging', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  // The child shares the terminal and gets Ctrl-C itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

main();
