import type { StatusDraft } from '@gotk/controller-runtime';
import { type Artifact, parseArtifact } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';

/** The artifact that a source has now. */
export function currentArtifact(status: StatusDraft): Artifact | undefined {
  return parseArtifact(status.fields['artifact']);
}

/** An artifact as it stands in a status. */
export function artifactJson(artifact: Artifact): JsonObject {
  // It is JSON; the interface only lacks the index signature.
  return artifact as unknown as JsonObject;
}
