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

/** Bytes that a random integer is made of. */
const INTEGER_BYTES = 6;

/** A random integer from 0 to before `bound`, every one equally likely. */
export function randomBelow(bound: number, run: Run): number {
  for (;;) {
    const value = fitting(randomBytes(INTEGER_BYTES, run), { at: 0, bound });
    if (value !== undefined) return value;
  }
}

/** An integer below `bound` of the six bytes from `at` on; none when they would make some integers likelier than others. */
function fitting(
  bytes: Uint8Array,
  { at, bound }: { readonly at: number; readonly bound: number },
): number | undefined {
  let value = 0;
  for (let index = at; index < at + INTEGER_BYTES; index++) value = value * 256 + (bytes[index] ?? 0);
  return value < 2 ** 48 - (2 ** 48 % bound) ? value % bound : undefined;
}

/** Characters for which bytes are drawn at once. */
const CHARACTERS_AT_ONCE = 1024;

/** A random text of these characters. */
export function randomText(count: number, characters: string, run: Run): string {
  if (count <= 0) return '';
  run.checkTextLength(count);
  let text = '';
  while (text.length < count) {
    const wanted = Math.min(count - text.length, CHARACTERS_AT_ONCE);
    const bytes = randomBytes(wanted * INTEGER_BYTES, run);
    for (let at = 0; at < bytes.length; at += INTEGER_BYTES) {
      const index = fitting(bytes, { at, bound: characters.length });
      if (index !== undefined) text += characters.charAt(index);
    }
  }
  return text;
}
