import { decodeBase64, encodeBase64 } from '../cipher/base64.js';

/** What the header of a file has for one recipient. */
export interface Stanza {
  readonly type: string;
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

/** Decodes base64 without padding, of which there must be exactly one spelling. @throws Error in Go's words. */
export function decodeRawBase64(text: string): Uint8Array {
  if (/[\r\n]/.test(text)) throw new Error('unexpected newline character');
  const wrong = text.search(/[^A-Za-z0-9+/]/);
  const fault = wrong >= 0 ? wrong : text.length % 4 === 1 ? text.length - 1 : undefined;
  if (fault !== undefined) throw new Error(`illegal base64 data at input byte ${fault}`);
  const bytes = decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
  // Bits that stand for nothing must be zero.
  if (encodeRawBase64(bytes) !== text)
    throw new Error(`illegal base64 data at input byte ${text.length - (text.length % 4 === 2 ? 2 : 1)}`);
  return bytes;
}

/** Encodes as base64 without padding. */
export function encodeRawBase64(bytes: Uint8Array): string {
  return encodeBase64(bytes).replace(/=+$/, '');
}
