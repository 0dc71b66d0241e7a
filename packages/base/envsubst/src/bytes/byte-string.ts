/**
 * A text as a string with one character for each byte of its UTF-8 form. Go counts, cuts and matches bytes, and so does everything
 * in this package between {@link toByteString} and {@link fromByteString}.
 */
export type ByteString = string;

const CHUNK = 8192;

/** The UTF-8 bytes of the text. */
export function toByteString(text: string): ByteString {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === text.length) return text;
  let result = '';
  for (let offset = 0; offset < bytes.length; offset += CHUNK)
    result += String.fromCharCode(...bytes.subarray(offset, offset + CHUNK));
  return result;
}

/** The text of the bytes; what is no UTF-8 becomes U+FFFD. */
export function fromByteString(bytes: ByteString): string {
  if (!/[\u0080-\u00ff]/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

/** A code point and how many bytes it takes; a byte that is no UTF-8 is U+FFFD of width 1, the end is 0 of width 0. */
export interface Rune {
  readonly code: number;
  readonly width: number;
}

const INVALID: Rune = { code: 0xfffd, width: 1 };

/** The code point at a position. */
export function runeAt(bytes: ByteString, position: number): Rune {
  if (position >= bytes.length) return { code: 0, width: 0 };
  const first = bytes.charCodeAt(position);
  if (first < 0x80) return { code: first, width: 1 };
  const width = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  if (width === 1 || first >= 0xf5 || position + width > bytes.length) return INVALID;
  const decoded = fromByteString(bytes.slice(position, position + width));
  const code = decoded.codePointAt(0) ?? 0xfffd;
  return code === 0xfffd && decoded.length !== 1
    ? INVALID
    : { code, width: String.fromCodePoint(code) === decoded ? width : 1 };
}

/** The code points of the bytes, each as a byte string of its own. */
export function splitRunes(bytes: ByteString): readonly ByteString[] {
  const runes: ByteString[] = [];
  for (let position = 0; position < bytes.length; ) {
    const { width } = runeAt(bytes, position);
    runes.push(bytes.slice(position, position + width));
    position += width;
  }
  return runes;
}
