import { join } from 'node:path';
import { joinTreePath } from '@gotk/file-tree';

/** The object that an artifact is made from. */
export interface ArtifactOwner {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Where the artifacts of an object stand below the root of a store: `gitrepository/default/app`. */
export function artifactFolder({ kind, namespace, name }: ArtifactOwner): string {
  return `${kind.toLowerCase()}/${namespace}/${name}`;
}

/** Path of one artifact below the root of a store, as `status.artifact.path` shows it. */
export function artifactPath(owner: ArtifactOwner, fileName: string): string {
  return `${artifactFolder(owner)}/${fileName}`;
}

/** The file of an artifact, or `undefined` for a path that is empty or leads out of the store. */
export function localPath(root: string, path: string): string | undefined {
  const clean = joinTreePath(path);
  return clean === undefined || clean === '' ? undefined : join(root, clean);
}
