import { sha256 } from '@noble/hashes/sha2.js';

/** The SHA-256 of bytes, or of text in UTF-8, in hexadecimal. */
export function sha256Hex(content: Uint8Array | string): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return toHex(sha256(bytes));
}

/** Bytes in hexadecimal, two lower-case digits each. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
