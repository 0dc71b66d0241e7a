import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { FolderInUseError, lockFolder } from '@gotk/apiserver';
import { LocatedError } from '@gotk/located-error';
import type { SourceInput } from '../input/source-input.js';
import type { UpOptions } from '../up-options.js';

/** Where one cluster lives on disk. */
export interface DataFolder {
  readonly folder: string;
  /** Objects of the cluster; absent: in memory only. */
  readonly clusterDir: string | undefined;
  readonly artifactsDir: string;
  /** Bare repository of a folder that is offered as one. */
  readonly shadowDir: string;
  readonly kubeconfig: string;
  /** Gives the folder free, and removes it when it was a temporary one. */
  release(): Promise<void>;
}

/** Names of folders that may follow the name of a source. */
const HASH_LENGTH = 10;

/**
 * Opens the folder of a cluster, for this process alone.
 *
 * @throws LocatedError `already-running`.
 */
export async function openDataFolder(
  input: SourceInput,
  { storage, cwd }: Pick<UpOptions, 'storage' | 'cwd'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DataFolder> {
  if (storage.kind === 'none') return temporaryFolder();
  const folder = storage.kind === 'folder' ? resolve(cwd, storage.folder) : join(stateFolder(env), defaultName(input));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await takeFolder(folder);
  return { ...layout(folder), clusterDir: join(folder, 'cluster'), release: async () => unlock() };
}

async function takeFolder(folder: string): Promise<() => void> {
  try {
    return await lockFolder(folder);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const { pid } = error;
    throw new LocatedError({
      code: 'already-running',
      message: `flux up is already running on ${folder}${pid === undefined ? '' : ` (process ${pid})`}`,
      hint: `Use its cluster with KUBECONFIG=${join(folder, 'kubeconfig')}, or give another folder with --data-dir.`,
    });
  }
}

async function temporaryFolder(): Promise<DataFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'flux-up-'));
  const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { ...layout(folder), clusterDir: undefined, release };
}

function layout(folder: string): Omit<DataFolder, 'clusterDir' | 'release'> {
  return {
    folder,
    artifactsDir: join(folder, 'artifacts'),
    shadowDir: join(folder, 'folder.git'),
    kubeconfig: join(folder, 'kubeconfig'),
  };
}

function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = env['HOME'] || homedir();
  return join(env['XDG_STATE_HOME'] || env['LOCALAPPDATA'] || join(home, '.local', 'state'), 'flux', 'up');
}

/** One cluster for each source and path: the name of the source and a hash of where it is. */
export function defaultName(input: SourceInput): string {
  const place = input.kind === 'remote' ? input.url : input.folder;
  const branch = input.kind === 'folder' ? '' : (input.branch ?? '');
  const hash = createHash('sha256').update([place, branch, input.path].join('\n')).digest('hex');
  const name =
    basename(place)
      .replace(/\.git$/, '')
      .replaceAll(/[^A-Za-z0-9.-]+/g, '-') || 'source';
  return `${name}-${hash.slice(0, HASH_LENGTH)}`;
}
