import { textToBytes } from './go-text.js';

const CHUNK = 0x8000;
const WELL_FORMED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const PAD = 61;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Bytes, or where the text is malformed. */
export type Decoded = Uint8Array | { readonly corruptAt: number };

/** Standard base64 with padding. */
export function bytesToBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/** Decodes standard base64 as Go does: line breaks are skipped, padding is required. */
export function base64ToBytes(text: string): Decoded {
  if (WELL_FORMED.test(text)) return decodeWellFormed(text);
  const source = textToBytes(text);
  const problem = findProblem(source);
  return problem === undefined ? decodeWellFormed(text.replace(/[\r\n]/g, '')) : { corruptAt: problem };
}

function decodeWellFormed(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Where Go's decoder gives up, or `undefined` when but for line breaks all is well. */
function findProblem(source: Uint8Array): number | undefined {
  let count = 0;
  for (let index = 0; index < source.length; index++) {
    const byte = source[index] ?? 0;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) continue;
    if (byte === PAD) return paddingProblem(source, index, count % 4);
    if (!isDigit(byte)) return index;
    count++;
  }
  return count % 4 === 0 ? undefined : source.length - (count % 4);
}

function paddingProblem(source: Uint8Array, index: number, filled: number): number | undefined {
  if (filled < 2) return index;
  let next = afterLineBreaks(source, index + 1);
  if (filled === 2) {
    if (next >= source.length) return source.length;
    if (source[next] !== PAD) return next - 1;
    next = afterLineBreaks(source, next + 1);
  }
  return next < source.length ? next : undefined;
}

function afterLineBreaks(source: Uint8Array, index: number): number {
  let at = index;
  while (source[at] === LINE_FEED || source[at] === CARRIAGE_RETURN) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
}
