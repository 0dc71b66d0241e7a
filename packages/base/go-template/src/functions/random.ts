import type { Run } from '../compile/run.js';

const ALPHABETIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const NUMERIC = '0123456789';
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** What `randAlpha` and its kin draw from. */
export const RANDOM_CHARACTERS = {
  alphaNumeric: ALPHABETIC + NUMERIC,
  alphabetic: ALPHABETIC,
  numeric: NUMERIC,
  ascii: PRINTABLE,
} as const;

/** Secure random bytes from the environment of the run. */
export function randomBytes(count: number, { environment }: Run): Uint8Array {
  const bytes = new Uint8Array(count);
  environment.randomBytes(bytes);
  return bytes;
}

/** A random integer from 0 to before `bound`, every one equally likely. */
export function randomBelow(bound: number, run: Run): number {
  const limit = 2 ** 48 - (2 ** 48 % bound);
  for (;;) {
    const value = randomBytes(6, run).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < limit) return value % bound;
  }
}

/** A random text of these characters. */
export function randomText(count: number, characters: string, run: Run): string {
  if (count <= 0) return '';
  run.checkTextLength(count);
  let text = '';
  for (let index = 0; index < count; index++) text += characters.charAt(randomBelow(characters.length, run));
  return text;
}
