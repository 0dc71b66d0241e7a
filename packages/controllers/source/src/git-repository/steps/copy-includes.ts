import type { FileTree } from '@gotk/file-tree';
import { graftTree, subTree } from '../../artifact/graft-tree.js';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { Include } from './require-includes.js';

/** Puts what is included at its places in the tree. */
export async function copyIncludes(
  { store }: SourceDeps,
  tree: FileTree,
  { includes, signal }: { readonly includes: readonly Include[]; readonly signal: AbortSignal },
): Promise<FileTree> {
  let result = tree;
  for (const { spec, artifact } of includes) {
    const { repository, fromPath, toPath } = spec;
    const illegal = `path calculation for include '${repository}' failed`;
    const target = await tellingFailures(
      { condition: 'StorageOperationFailed', reason: 'IllegalPath', message: illegal },
      () => secureTreePath(result, toPath),
    );
    const message = `failed to copy '${repository}' include from ${fromPath} to ${toPath}`;
    result = await tellingFailures({ condition: 'StorageOperationFailed', reason: 'CopyFailure', message }, async () =>
      copy(await store.open(artifact, signal), { into: result, fromPath, target }),
    );
  }
  return result;
}

interface CopyOptions {
  readonly into: FileTree;
  readonly fromPath: string;
  readonly target: string;
}

/** What is moved may take the place of a file or of an empty directory, as with `rename(2)`. */
function copy(included: FileTree, { into, fromPath, target }: CopyOptions): FileTree {
  const from = secureTreePath(included, fromPath);
  const source = included.entry(from);
  if (source === undefined) throw new Error(`cannot stat ${fromPath}: no such file or directory`);
  const present = into.entry(target);
  const blocked = (reason: string): Error => new Error(`rename ${fromPath} ${target}: ${reason}`);
  if (target === '' || (present?.kind === 'directory' && present.names.length > 0)) throw blocked('file exists');
  if (present?.kind === 'directory' && source.kind !== 'directory') throw blocked('file exists');
  if (present !== undefined && present.kind !== 'directory' && source.kind === 'directory') {
    throw blocked('not a directory');
  }
  return graftTree(into, target, subTree(included, from));
}
