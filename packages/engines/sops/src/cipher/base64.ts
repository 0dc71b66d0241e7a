const ALPHABET = /^[A-Za-z0-9+/]*$/;

/** Decodes padded standard base64. @throws Error with Go's message, which tells where the first wrong byte is. */
export function decodeBase64(text: string): Uint8Array {
  const clean = /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]/g, '') : text;
  const body = clean.replace(/={1,2}$/, '');
  if (clean.length % 4 !== 0 || !ALPHABET.test(body) || body.length % 4 === 1)
    throw new Error(`illegal base64 data at input byte ${faultIn(text)}`);
  return Uint8Array.from(atob(clean), (character) => character.charCodeAt(0));
}

/** Where Go's decoder stops: at a wrong character, or at the end of the last whole group when characters are missing. */
function faultIn(text: string): number {
  let digits = 0;
  let index = 0;
  for (; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\r' || character === '\n') continue;
    if (character === '=') return faultInPadding(text, index, digits);
    if (!ALPHABET.test(character)) return index;
    digits++;
  }
  return index - (digits % 4);
}

/** @param digits how many of its group stand before the padding that begins at `first`. */
function faultInPadding(text: string, first: number, digits: number): number {
  if (digits % 4 < 2) return first;
  let next = skipBreaks(text, first + 1);
  if (digits % 4 === 2) {
    if (next === text.length) return next;
    if (text.charAt(next) !== '=') return next - 1;
    next = skipBreaks(text, next + 1);
  }
  return next;
}

function skipBreaks(text: string, start: number): number {
  let index = start;
  while (text.charAt(index) === '\r' || text.charAt(index) === '\n') index++;
  return index;
}

/** Encodes as padded standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  const step = 0x8000;
  for (let start = 0; start < bytes.length; start += step)
    binary += String.fromCharCode(...bytes.subarray(start, start + step));
  return btoa(binary);
}
