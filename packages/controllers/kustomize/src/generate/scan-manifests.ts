import { type FileTree, joinTreePath } from '@gotk/file-tree';
import { type BuildCache, checkManifests } from '@gotk/kustomize';
import { findLocation, LocatedError } from '@gotk/located-error';
import { findKustomizationFile } from './kustomization-file.js';

export interface ScanOptions {
  /** How messages name the root of the tree. */
  readonly rootPath: string;
  /** Whether a path is passed over. Default: none is. */
  readonly isIgnored?: (path: string) => boolean;
  /** What builds have in common. */
  readonly cache?: BuildCache | undefined;
}

const MAX_DEPTH = 64;

/**
 * The manifests below a directory, as paths relative to it that begin with `./`: YAML files in lexical order, and folders
 * that have a kustomization file of their own.
 *
 * @throws LocatedError `manifest-malformed` for a YAML file that holds no Kubernetes objects.
 */
export function scanManifests(tree: FileTree, directory: string, options: ScanOptions): readonly string[] {
  const found: string[] = [];
  scan(directory, 0);
  return found.map((path) => `./${directory === '' ? path : path.slice(directory.length + 1)}`);

  function scan(folder: string, depth: number): void {
    if (depth > MAX_DEPTH)
      throw new LocatedError({ code: 'folder-too-deep', message: `${folder}: folders are nested too deeply` });
    const entry = tree.entry(folder);
    for (const name of entry?.kind === 'directory' ? entry.names : []) {
      const path = joinTreePath(folder, name) ?? name;
      const child = tree.entry(path);
      if (child?.kind === 'directory') scanFolder(path, depth);
      else if (child?.kind === 'file' && isYaml(name) && options.isIgnored?.(path) !== true) {
        checkFile(path, child.read(), options);
        found.push(path);
      }
    }
  }

  function scanFolder(path: string, depth: number): void {
    if (findKustomizationFile(tree, path) === undefined) scan(path, depth + 1);
    else found.push(path);
  }
}

function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml');
}

function checkFile(path: string, content: Uint8Array, { rootPath, cache }: ScanOptions): void {
  try {
    checkManifests(content, cache);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LocatedError({
      code: 'manifest-malformed',
      message: `failed to decode Kubernetes YAML from ${rootPath}/${path}: ${text}`,
      at: { ...findLocation(error), file: path },
      hint: 'Fix the file, or keep it out of the source with .sourceignore.',
      cause: error,
    });
  }
}
