import { createHash } from 'node:crypto';
import type { JsonObject } from '@gotk/json';
import { type ExactValue, renderYaml } from '@gotk/yaml';

/** Digest of values, as Flux computes it: over their YAML. No values and empty ones are equal. */
export function configDigest(values: JsonObject): string {
  // JSON is YAML's value, without what is undefined.
  const text = Object.keys(values).length === 0 ? '' : renderYaml(values as ExactValue, { keyOrder: 'bytes' });
  return sha256(text);
}

/** `sha256:` and the hexadecimal digest of a text. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
