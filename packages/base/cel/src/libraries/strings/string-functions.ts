import { CelError } from '../../values/cel-error.js';
import { refuseHuge } from '../../values/result-limit.js';

/** The character at a place, counted in code points; none behind the last. @throws CelError */
export function charAt(text: string, index: bigint): string {
  const characters = [...text];
  refuseOutside(index, characters.length);
  return characters[Number(index)] ?? '';
}

/** Where a part of the text begins, at `offset` or after it; -1 where it does not. @throws CelError */
export function indexOf(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw outOfRange(offset);
  const characters = [...text];
  if (offset >= BigInt(characters.length)) return -1n;
  const before = characters.slice(0, Number(offset)).join('').length;
  const found = text.indexOf(part, before);
  return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

/** Where a part of the text begins last. */
export function lastIndexOf(text: string, part: string): bigint {
  if (part === '') return BigInt([...text].length);
  const found = text.lastIndexOf(part);
  return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

/** Where a part of the text begins last, at `offset` or before it. @throws CelError */
export function lastIndexOfBefore(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw outOfRange(offset);
  const characters = [...text];
  if (offset >= BigInt(characters.length)) return -1n;
  const before = characters.slice(0, Number(offset)).join('').length;
  const found = text.lastIndexOf(part, before);
  return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

/** The text from one code point to another. @throws CelError */
export function substring(text: string, start: bigint, end?: bigint): string {
  const characters = [...text];
  if (end !== undefined && start > end) {
    throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  }
  refuseOutside(start, characters.length);
  if (end !== undefined) refuseOutside(end, characters.length);
  return characters.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

function refuseOutside(index: bigint, length: number): void {
  if (index < 0n || index > BigInt(length)) throw outOfRange(index);
}

function outOfRange(index: bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}

/** The text with the first `count` occurrences replaced, all where it is negative. */
export function replace(text: string, part: string, by: string, count: bigint): string {
  const pieces = splitAll(text, part);
  refuseHuge(text.length + pieces.length * by.length);
  const limit = count < 0n ? pieces.length - 1 : Math.min(Number(count), pieces.length - 1);
  // Where nothing is replaced, something stands before every character and behind the last.
  if (part === '') return replaceNothing(pieces, by, count);
  const changed = pieces.slice(0, limit + 1).join(by);
  return [changed, ...pieces.slice(limit + 1)].join(part);
}

function replaceNothing(characters: readonly string[], by: string, count: bigint): string {
  const limit = count < 0n ? characters.length + 1 : Number(count);
  const changed = characters.map((character, i) => (i < limit ? by : '') + character).join('');
  return characters.length < limit ? changed + by : changed;
}

/** The parts between separators, at most `count` where it is not negative. */
export function split(text: string, separator: string, count: bigint): string[] {
  if (count === 0n) return [];
  const pieces = splitAll(text, separator);
  if (count < 0n || BigInt(pieces.length) <= count) return pieces;
  const whole = Number(count) - 1;
  return [...pieces.slice(0, whole), pieces.slice(whole).join(separator)];
}

function splitAll(text: string, separator: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}

/** The text with its ASCII letters in lower case. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The text with its ASCII letters in upper case. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING_SPACE = new RegExp(`^${SPACE}+`);

/** The text without white space around it. */
export function trimSpace(text: string): string {
  const rest = text.replace(LEADING_SPACE, '');
  let end = rest.length;
  while (end > 0 && LEADING_SPACE.test(rest[end - 1] ?? '')) end--;
  return rest.slice(0, end);
}

const QUOTED: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** The text as a string literal. */
export function quote(text: string): string {
  return `"${[...text].map((character) => QUOTED.get(character) ?? character).join('')}"`;
}
