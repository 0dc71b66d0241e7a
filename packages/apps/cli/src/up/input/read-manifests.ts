import { type FileTree, memoryTree } from '@gotk/file-tree';
import type { GitClient } from '@gotk/git';

/** The YAML files of a branch as it is now. */
export async function readManifests(
  git: GitClient,
  { url, branch }: { readonly url: string; readonly branch: string },
  signal: AbortSignal,
): Promise<FileTree> {
  const outcome = await git.fetch({ remote: { url }, reference: { branch } }, signal);
  if (outcome.kind !== 'fetched') return memoryTree({});
  try {
    return await outcome.snapshot.readTree((path, kind) => kind === 'directory' || /\.ya?ml$/.test(path));
  } finally {
    await outcome.snapshot.close();
  }
}
