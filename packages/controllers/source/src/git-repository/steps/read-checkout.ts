import type { FileTree } from '@gotk/file-tree';
import type { GitSnapshot, KeepEntry } from '@gotk/git';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { GitRepository } from '../parse-git-repository.js';

/** The files of a commit, or of the directories that `spec.sparseCheckout` names. */
export async function readCheckout({ decoded }: GitRepository, snapshot: GitSnapshot): Promise<FileTree> {
  const directories = decoded.sparseCheckout;
  const telling = {
    condition: 'FetchFailed',
    reason: 'GitOperationFailed',
    message: 'failed to checkout and determine revision',
  } as const;
  const keep = directories.length === 0 ? undefined : keepSparse(directories.map((path) => path.replace(/^\.\//, '')));
  const tree = await tellingFailures(telling, () => snapshot.readTree(keep));
  for (const path of directories) requireDirectory(tree, path);
  return tree;
}

/** As in Flux, what a path begins with counts, so `apps` also takes `apps2` in. */
function keepSparse(prefixes: readonly string[]): KeepEntry {
  return (path, kind) =>
    prefixes.some((prefix) => path.startsWith(prefix) || (kind === 'directory' && prefix.startsWith(`${path}/`)));
}

function requireDirectory(tree: FileTree, path: string): void {
  if (tree.entry(secureTreePath(tree, path)) !== undefined) return;
  const missing = `sparse checkout dir '${path}' does not exist in repository`;
  throw new SourceFailure({
    kind: 'retry',
    condition: 'FetchFailed',
    reason: 'GitOperationFailed',
    message: `failed to sparse checkout directories : ${missing}: lstat ${path}: no such file or directory`,
  });
}
