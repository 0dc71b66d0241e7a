import { type FileTree, joinTreePath } from '@gotk/file-tree';

/** Names under which kustomize looks for its file, in this order. */
const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The path of a directory's kustomization file, or `undefined` when it has none. */
export function findKustomizationFile(tree: FileTree, directory: string): string | undefined {
  return FILE_NAMES.map((name) => joinTreePath(directory, name) ?? name).find((path) => isFile(tree, path));
}

/** The path at which a missing kustomization file is made. */
export function defaultKustomizationFile(directory: string): string {
  return joinTreePath(directory, 'kustomization.yaml') ?? 'kustomization.yaml';
}

/** Whether a path leads to a file, through a link or not. */
function isFile(tree: FileTree, path: string): boolean {
  const kind = tree.entry(path)?.kind;
  return kind === 'file' || kind === 'symlink';
}
