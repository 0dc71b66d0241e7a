import type { KeyHandler } from '../keys/key-service.js';
import type { AgeIdentity } from './age-identity.js';
import { AgeReaderError, decryptAge } from './decrypt-age.js';

/** Which private keys there are. */
export interface AgeKeys {
  readonly identities: readonly AgeIdentity[];
  /** Where keys were looked for and not found: named in errors. @default none */
  readonly emptyPlaces?: readonly string[] | undefined;
}

/** Decrypts data keys with age. Errors are in SOPS' words. */
export function ageKeyHandler({ identities, emptyPlaces = [] }: AgeKeys): KeyHandler<'age'> {
  return async ({ enc }) => {
    if (identities.length === 0) throw new Error(`failed to load age identities${describePlaces(emptyPlaces)}`);
    try {
      return await decryptAge(enc, identities);
    } catch (cause) {
      if (!(cause instanceof AgeReaderError)) throw cause;
      const goal = 'failed to create reader for decrypting sops data key with age';
      throw new Error(`${goal}: ${cause.message}${describePlaces(emptyPlaces)}`, { cause });
    }
  };
}

function describePlaces(places: readonly string[]): string {
  if (places.length === 0) return '';
  const quoted = places.map((place) => `'${place}'`);
  const last = quoted.at(-1) ?? '';
  if (quoted.length === 1) return `. Did not find keys in location ${last}.`;
  const others = quoted.slice(0, -1).join(', ');
  return `. Did not find keys in locations ${others}${quoted.length === 2 ? '' : ','} and ${last}.`;
}
