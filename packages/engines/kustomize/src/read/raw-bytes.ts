import { goQuote } from '@gotk/json';

const LONE_BYTE = /[\udc80-\udcff]/u;
const LONE_BYTES = /[\udc80-\udcff]/gu;
const ESCAPE = 0xdc00;

/**
 * Bytes as text. A byte that is part of no UTF-8 becomes a lone surrogate (U+DC80 to U+DCFF), which parsers refuse with the
 * words for that byte, and which messages in Go's quotes tell as that byte.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeMixed(bytes);
  }
}

function decodeMixed(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const width = widthOf(bytes[at] ?? 0);
    try {
      text += decoder.decode(bytes.subarray(at, at + width));
      at += width;
    } catch {
      text += String.fromCharCode(ESCAPE + (bytes[at] ?? 0));
      at++;
    }
  }
  return text;
}

function widthOf(octet: number): number {
  if (octet < 0xc0) return 1;
  if (octet < 0xe0) return 2;
  return octet < 0xf0 ? 3 : 4;
}

/** Whether a text has bytes in it that are no UTF-8. */
export function hasRawBytes(text: string): boolean {
  return LONE_BYTE.test(text);
}

/** A text for others: such bytes become U+FFFD. */
export function withoutRawBytes(text: string): string {
  return text.replaceAll(LONE_BYTES, '\ufffd');
}

/** A text as Go's `%q` writes it, such bytes as what they are. */
export function goQuoteRaw(text: string): string {
  const parts = text.split(/([\udc80-\udcff])/u);
  const quoted = parts.map((part, index) =>
    index % 2 === 0 ? goQuote(part).slice(1, -1) : `\\x${(part.charCodeAt(0) - ESCAPE).toString(16)}`,
  );
  return `"${quoted.join('')}"`;
}
