import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalRepository, serveGit } from '@gotk/git';

/** A repository that can be fetched from until it is closed. */
export interface ServedLocalRepository {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the repository of a `file:` URL to this process: the client speaks HTTP and SSH only.
 * @throws Error when there is no repository; LocatedError `git-not-installed`.
 */
export async function serveLocalRepository(url: string, signal: AbortSignal): Promise<ServedLocalRepository> {
  const gitDir = await gitDirOf(fileURLToPath(url), signal);
  const server = await serveGit({ find: (path) => (path === 'repository' ? { gitDir } : undefined) });
  return { url: `${server.url}/repository`, close: () => server.close() };
}

/** A folder inside a work tree is no repository. */
async function gitDirOf(folder: string, signal: AbortSignal): Promise<string> {
  if (existsSync(join(folder, '.git'))) return (await openLocalRepository(folder, signal)).gitDir;
  if (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects'))) return folder;
  throw new Error(`fatal: '${folder}' does not appear to be a git repository`);
}
