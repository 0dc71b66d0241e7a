/*
 * Go's strings are bytes, JavaScript's are UTF-16. Text is held as an ordinary JavaScript string; a byte that is not part of
 * valid UTF-8 stands as the lone surrogate U+DC00 + byte, which valid UTF-8 can never produce. So nothing is lost on the way
 * through a template, and everything that is valid text (nearly all) costs nothing.
 */

const NON_ASCII = /[^\0-\x7f]/;
const LONE_LOW_SURROGATE = /(?:^|[^\ud800-\udbff])[\udc80-\udcff]/;
const INVALID_BYTE_BASE = 0xdc00;

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether `text` holds ASCII characters alone, so that characters, runes and bytes are the same. */
export function isAscii(text: string): boolean {
  return !NON_ASCII.test(text);
}

/** The bytes of a Go string. */
export function textToBytes(text: string): Uint8Array {
  return LONE_LOW_SURROGATE.test(text) ? encodeWithInvalidBytes(text) : encoder.encode(text);
}

/** The Go string of these bytes; bytes that are no UTF-8 stay recoverable. */
export function bytesToText(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return decodeWithInvalidBytes(bytes);
  }
}

/** `len(text)`: the number of bytes. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (unit < 0xd800 || unit > 0xdfff) length += 2;
    else if (isHighBefore(text, index)) {
      length += 2;
      index++;
    } else if (!isInvalidByte(unit)) length += 2;
  }
  return length;
}

/** `text[start:end]` in bytes; the bounds must lie within the text. */
export function sliceBytes(text: string, start: number, end?: number): string {
  if (isAscii(text)) return text.slice(start, end);
  return bytesToText(textToBytes(text).subarray(start, end));
}

/** The order of Go strings: by bytes, which is by code point. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return surrogateAware(left) - surrogateAware(right);
  }
  return a.length - b.length;
}

/** Sorts strings as Go does. Small and plain lists, which are nearly all, take the built-in order of code units. */
export function sortTexts(texts: string[]): string[] {
  return texts.some((text) => NON_ASCII.test(text)) ? texts.sort(compareText) : texts.sort();
}

/** The runes of a Go string: code points, U+FFFD for each invalid byte. */
export function runesOf(text: string): string[] {
  const runes = Array.from(text);
  return LONE_LOW_SURROGATE.test(text) ? runes.map((rune) => (isLoneSurrogate(rune) ? '\ufffd' : rune)) : runes;
}

/** The number of runes. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if (isHighBefore(text, index)) {
      count--;
      index++;
    }
  }
  return count;
}

/** The byte that `unit` stands for, or `undefined` when it is part of valid text. */
export function invalidByteOf(rune: string): number | undefined {
  if (rune.length !== 1) return undefined;
  const unit = rune.charCodeAt(0);
  return isInvalidByte(unit) ? unit - INVALID_BYTE_BASE : undefined;
}

function isHighBefore(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

function isInvalidByte(unit: number): boolean {
  return unit >= 0xdc80 && unit <= 0xdcff;
}

function isLoneSurrogate(rune: string): boolean {
  const unit = rune.charCodeAt(0);
  return rune.length === 1 && unit >= 0xd800 && unit <= 0xdfff;
}

/** Moves surrogates (astral characters) behind the rest of the basic plane, as their code points are. */
function surrogateAware(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit <= 0xdfff ? unit + 0x2000 : unit - 0x800;
}

function encodeWithInvalidBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const rune of text) {
    const byte = invalidByteOf(rune);
    if (byte === undefined) bytes.push(...encoder.encode(rune));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function decodeWithInvalidBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; ) {
    const size = validSequenceLength(bytes, index);
    if (size === 0) parts.push(String.fromCharCode(INVALID_BYTE_BASE + (bytes[index] ?? 0)));
    else parts.push(strictDecoder.decode(bytes.subarray(index, index + size)));
    index += Math.max(size, 1);
  }
  return parts.join('');
}

/** The length of the valid UTF-8 sequence at `index`, 0 when there is none. */
function validSequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || index + size > bytes.length) return 0;
  for (let offset = 1; offset < size; offset++) {
    if (((bytes[index + offset] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[index + 1] ?? 0;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  return first === 0xf4 && second > 0x8f ? 0 : size;
}
