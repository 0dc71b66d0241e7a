import type { StatusDraft } from '@gotk/controller-runtime';
import { type Artifact, parseArtifact } from '@gotk/flux-types';
import { type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import { artifactJson } from '../artifact/artifact-status.js';
import type { GitRepository } from './parse-git-repository.js';
import type { Include } from './steps/require-includes.js';

/** Whether the artifact was made with other includes than these. */
export function includesDiffer(status: StatusDraft, includes: readonly Include[]): boolean {
  const before = includedArtifacts(status);
  return (
    before.length !== includes.length || includes.some(({ artifact }, index) => !sameContent(artifact, before[index]))
  );
}

/**
 * Whether something in the spec, or in what it includes, asks for another artifact from the same commit, or for another
 * look at its signature.
 */
export function contentChanged(object: GitRepository, status: StatusDraft, includes: readonly Include[]): boolean {
  const wanted = observedSpec(object);
  return (
    Object.keys(wanted).some((name) => !jsonEqual(wanted[name], status.fields[name])) ||
    includesDiffer(status, includes) ||
    requiresVerification(object, status.fields['sourceVerificationMode'])
  );
}

/** What the status remembers of what an artifact was made with. */
export function observedFields(object: GitRepository, includes: readonly Include[]): JsonObject {
  const includedArtifacts = includes.length === 0 ? undefined : includes.map(({ artifact }) => artifactJson(artifact));
  return { ...observedSpec(object), includedArtifacts };
}

function observedSpec(object: GitRepository): JsonObject {
  const { ignore, recurseSubmodules, include, sparseCheckout } = object.decoded;
  return {
    observedIgnore: ignore,
    observedRecurseSubmodules: recurseSubmodules ? true : undefined,
    observedInclude: include.length === 0 ? undefined : fieldOf(object, 'spec', 'include'),
    observedSparseCheckout: sparseCheckout.length === 0 ? undefined : sparseCheckout,
  };
}

function includedArtifacts({ fields }: StatusDraft): readonly (Artifact | undefined)[] {
  const { includedArtifacts: before } = fields;
  return Array.isArray(before) ? before.map((artifact: JsonValue) => parseArtifact(artifact)) : [];
}

function sameContent(a: Artifact, b: Artifact | undefined): boolean {
  return a.revision === b?.revision && a.digest === b.digest;
}

/** A mode that was verified covers itself; `TagAndHEAD` covers all. */
function requiresVerification({ decoded: { verify } }: GitRepository, observed: JsonValue | undefined): boolean {
  return verify !== undefined && observed !== verify.mode && observed !== 'TagAndHEAD';
}
