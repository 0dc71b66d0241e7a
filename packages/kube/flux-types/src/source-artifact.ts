import { isJsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { findFluxKind } from './flux-crd.js';
import type { Artifact } from './generated/types.generated.js';

/** The artifact in the status of a source; `undefined` when there is none or it is not whole. */
export function artifactOf(source: KubeObject): Artifact | undefined {
  return parseArtifact(fieldOf(source, 'status', 'artifact'));
}

/** Decodes `status.artifact`, or one of `status.includedArtifacts`; `undefined` when it is not whole. */
export function parseArtifact(value: JsonValue | undefined): Artifact | undefined {
  if (!isJsonObject(value)) return undefined;
  const complete = ['path', 'url', 'revision', 'digest'].every((name) => typeof value[name] === 'string');
  // The fields that matter have been looked at.
  return complete ? (value as unknown as Artifact) : undefined;
}

/** The version in which controllers read a kind of source; for kinds that are none of Flux's, that of its sources. */
export function sourceApiVersion(kind: string): string {
  const info = findFluxKind(kind);
  return info === undefined ? 'source.toolkit.fluxcd.io/v1' : `${info.group}/${info.version}`;
}
