import type { ArtifactGenerator } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';

/**
 * Takes an object for an ArtifactGenerator.
 * @throws Error naming the first list of its spec that is missing.
 */
export function parseArtifactGenerator(object: KubeObject): ArtifactGenerator {
  for (const field of ['sources', 'artifacts']) {
    if (!Array.isArray(fieldOf(object, 'spec', field))) throw new Error(`spec.${field} must be a list`);
  }
  // The rest is what the schema of the API server lets through.
  return object as ArtifactGenerator;
}

/** Whether an annotation keeps the generator from working. */
export function isDisabled({ metadata }: KubeObject): boolean {
  return metadata.annotations?.['source.extensions.fluxcd.io/reconcile']?.toLowerCase() === 'disabled';
}
