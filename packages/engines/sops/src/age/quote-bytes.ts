import { goQuote } from '@gotk/json';

/** Bytes as Go's `%q` shows them: what is not UTF-8 as `\xNN`. */
export function quoteBytes(bytes: Uint8Array): string {
  let quoted = '';
  for (let start = 0; start < bytes.length; ) {
    const text = validText(bytes, start);
    if (text === undefined) {
      quoted += `\\x${(bytes[start] ?? 0).toString(16).padStart(2, '0')}`;
      start++;
    } else {
      quoted += goQuote(text).slice(1, -1);
      start += new TextEncoder().encode(text).length;
    }
  }
  return `"${quoted}"`;
}

/** The character at a place, `undefined` where there is none. */
function validText(bytes: Uint8Array, start: number): string | undefined {
  const lead = bytes[start] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, start + length));
  } catch {
    return undefined;
  }
}
