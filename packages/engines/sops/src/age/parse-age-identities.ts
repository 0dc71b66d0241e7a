import type { AgeIdentity } from './age-identity.js';
import { parseHybridIdentity } from './hybrid-identity.js';
import { parseX25519Identity } from './x25519-identity.js';

/** How a text with identities is read. */
export interface ParseAgeIdentitiesOptions {
  /** Whether a line may hold several, as the value of an environment variable may. @default false */
  readonly severalPerLine?: boolean | undefined;
}

/**
 * Reads private age keys, one on each line; empty lines and those that start with `#` are left out.
 * @throws Error in SOPS' words. Keys are not shown.
 */
export function parseAgeIdentities(text: string, options: ParseAgeIdentitiesOptions = {}): readonly AgeIdentity[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const words =
    options.severalPerLine === true ? keys.flatMap((key) => key.split(/\s+/).filter((word) => word !== '')) : keys;
  return words.map(parseAgeIdentity);
}

function parseAgeIdentity(text: string): AgeIdentity {
  if (text.startsWith('AGE-PLUGIN-')) throw new Error('plugins of age are not supported');
  if (text.startsWith('AGE-SECRET-KEY-PQ-1')) return parseHybridIdentity(text);
  if (text.startsWith('AGE-SECRET-KEY-1')) return parseX25519Identity(text);
  throw new Error('unknown identity type');
}
