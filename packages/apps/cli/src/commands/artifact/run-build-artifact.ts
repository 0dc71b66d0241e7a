import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandContext } from '../../cli/command.js';
import { packArtifact, pathExists } from './pack-artifact.js';

/** Packs a folder into a file. */
export async function runBuildArtifact(context: CommandContext): Promise<void> {
  const { flags, io, log } = context;
  const path = flags.text('path');
  if (path === '') throw new Error('invalid path ""');
  if (!pathExists(context)) throw new Error(`invalid path '${path}', must point to an existing directory or file`);
  log.action(`building artifact from ${path}`);
  const output = flags.text('output');
  writeFileSync(resolve(io.cwd, output), (await packArtifact(context)).gzipped, { mode: 0o640 });
  log.success(`artifact created at ${output}`);
}
