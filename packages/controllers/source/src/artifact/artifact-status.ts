import type { StatusDraft } from '@gotk/controller-runtime';
import type { Artifact } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** The artifact that a source had when its reconciliation began. */
export function artifactOf(object: KubeObject): Artifact | undefined {
  return parseArtifact(fieldOf(object, 'status', 'artifact'));
}

/** The artifact that a source has now. */
export function currentArtifact(status: StatusDraft): Artifact | undefined {
  return parseArtifact(status.fields['artifact']);
}

/** `status.artifact`, or one of `status.includedArtifacts`; `undefined` when it is not whole. */
export function parseArtifact(value: JsonValue | undefined): Artifact | undefined {
  if (!isJsonObject(value)) return undefined;
  const complete = ['path', 'url', 'revision', 'digest'].every((name) => typeof value[name] === 'string');
  // The fields that matter have been looked at.
  return complete ? (value as unknown as Artifact) : undefined;
}

/** An artifact as it stands in a status. */
export function artifactJson(artifact: Artifact): JsonObject {
  // It is JSON; the interface only lacks the index signature.
  return artifact as unknown as JsonObject;
}
