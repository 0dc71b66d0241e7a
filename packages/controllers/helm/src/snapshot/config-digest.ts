import { computeDigest } from '@gotk/artifact-store';
import type { DigestAlgorithm } from '@gotk/digest';
import type { JsonObject } from '@gotk/json';
import { type ExactValue, renderYaml } from '@gotk/yaml';
import { isDigestOf } from './text-digest.js';

/** Digest of values, as Flux computes it: over their YAML. No values and empty ones are equal. */
export function configDigest(values: JsonObject, algorithm: DigestAlgorithm): string {
  return computeDigest(configText(values), algorithm);
}

/** Whether a digest, in whichever algorithm, is that of values. */
export function isConfigDigest(digest: string, values: JsonObject): boolean {
  return isDigestOf(digest, configText(values));
}

function configText(values: JsonObject): string {
  // JSON is YAML's value, without what is undefined.
  return Object.keys(values).length === 0 ? '' : renderYaml(values as ExactValue, { keyOrder: 'bytes' });
}
