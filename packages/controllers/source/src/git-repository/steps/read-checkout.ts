import type { FileTree } from '@gotk/file-tree';
import type { GitSnapshot, KeepEntry } from '@gotk/git';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { GitRepository } from '../parse-git-repository.js';

/**
 * The files of a commit, or of the directories that `spec.sparseCheckout` names.
 * @param wanted chooses among them; default: all.
 */
export function readCheckout(
  { decoded }: GitRepository,
  snapshot: GitSnapshot,
  wanted: KeepEntry = () => true,
): Promise<FileTree> {
  const directories = decoded.sparseCheckout;
  const sparse = keepSparse(directories.map((path) => path.replace(/^\.\//, '')));
  return read(snapshot, (path, kind) => (directories.length === 0 || sparse(path, kind)) && wanted(path, kind));
}

/** Makes sure that what `spec.sparseCheckout` names is there. */
export async function requireSparseDirectories({ decoded }: GitRepository, snapshot: GitSnapshot): Promise<void> {
  const { sparseCheckout } = decoded;
  if (sparseCheckout.length === 0) return;
  const named = sparseCheckout.map((path) => path.replace(/^\.\//, ''));
  const tree = await read(snapshot, (path, kind) => kind === 'directory' || named.includes(path));
  for (const path of sparseCheckout) {
    if (tree.entry(secureTreePath(tree, path)) === undefined) throw missingDirectory(path);
  }
}

function read(snapshot: GitSnapshot, keep: KeepEntry): Promise<FileTree> {
  const message = 'failed to checkout and determine revision';
  return tellingFailures({ condition: 'FetchFailed', reason: 'GitOperationFailed', message }, () =>
    snapshot.readTree(keep),
  );
}

/** As in Flux, what a path begins with counts, so `apps` also takes `apps2` in. */
function keepSparse(prefixes: readonly string[]): KeepEntry {
  return (path, kind) =>
    prefixes.some((prefix) => path.startsWith(prefix) || (kind === 'directory' && prefix.startsWith(`${path}/`)));
}

function missingDirectory(path: string): SourceFailure {
  const missing = `sparse checkout dir '${path}' does not exist in repository`;
  return new SourceFailure({
    kind: 'retry',
    condition: 'FetchFailed',
    reason: 'GitOperationFailed',
    message: `failed to sparse checkout directories : ${missing}: lstat ${path}: no such file or directory`,
  });
}
