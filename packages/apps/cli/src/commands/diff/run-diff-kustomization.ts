import { resolve } from 'node:path';
import { type CommandContext, ExitError } from '../../cli/command.js';
import { isFolder } from '../build/local-build.js';
import { checkFile } from '../build/run-build-kustomization.js';
import { diffKustomization } from './diff-kustomization.js';

/** Exit codes, as of diff(1). */
const CHANGED = 1;
const FAILED = 2;

/** Prints what applying local files would change. */
export async function runDiffKustomization(context: CommandContext): Promise<void> {
  const { args, flags, io, namespace } = context;
  const [name] = args;
  if (name === undefined) throw new Error('kustomization name is required');
  const path = flags.text('path');
  const folder = resolve(io.cwd, path);
  if (path === '' || !isFolder(folder)) {
    throw new ExitError(`invalid resource path ${JSON.stringify(path)}`, FAILED);
  }
  const file = flags.text('kustomization-file');
  checkFile(context, file);
  const ignoreNotFound = flags.flag('ignore-not-found');
  if (ignoreNotFound && file === '') {
    throw new ExitError('kustomization file is required when assuming new kustomizations', FAILED);
  }
  const target = { name, namespace, folder, dryRun: false, ignoreNotFound, ...(file === '' ? {} : { file }) };
  const { text, hasChanges } = await diffKustomization(context, target).catch((error: unknown) => {
    throw new ExitError(error instanceof Error ? error.message : String(error), FAILED);
  });
  io.stdout(text);
  if (hasChanges) throw new ExitError('identified at least one change, exiting with non-zero exit code', CHANGED);
}
