import { randomInt, randomUUID } from 'node:crypto';
import type { IdSource } from './api-core.js';

/** No vowels and no digits that read like letters, so that suffixes spell nothing. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Identifiers from the system's random source. */
export const randomIds: IdSource = {
  uuid: () => randomUUID(),
  nameSuffix: () => Array.from({ length: 5 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''),
};
