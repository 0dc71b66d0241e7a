import type { Artifact } from '@gotk/flux-types';
import { isJsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** The artifact in the status of a source; `undefined` when it is not whole. */
export function artifactOf(source: KubeObject): Artifact | undefined {
  const artifact = fieldOf(source, 'status', 'artifact');
  if (!isJsonObject(artifact)) return undefined;
  const complete = ['path', 'url', 'revision', 'digest'].every((name) => typeof artifact[name] === 'string');
  // The fields that matter have been looked at.
  return complete ? (artifact as unknown as Artifact) : undefined;
}
