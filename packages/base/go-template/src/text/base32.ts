import type { Decoded } from './base64.js';
import { textToBytes } from './go-text.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PAD = 61;

/** Standard base32 with padding. */
export function bytesToBase32(bytes: Uint8Array): string {
  let encoded = '';
  for (let start = 0; start < bytes.length; start += 5) encoded += encodeGroup(bytes.subarray(start, start + 5));
  return encoded;
}

/** Decodes standard base32 as Go does: line breaks are skipped, padding is required. */
export function base32ToBytes(text: string): Decoded {
  const source = textToBytes(text.replace(/[\r\n]/g, ''));
  const bytes: number[] = [];
  for (let start = 0; start < source.length; start += 8) {
    const count = digitsInGroup(source, start);
    if (typeof count !== 'number') return count;
    bytes.push(...decodeGroup(source.subarray(start, start + count)));
    // What follows a padded group is not read.
    if (count < 8) break;
  }
  return Uint8Array.from(bytes);
}

function encodeGroup(group: Uint8Array): string {
  let value = 0n;
  for (let index = 0; index < 5; index++) value = (value << 8n) | BigInt(group[index] ?? 0);
  const digits = Math.ceil((group.length * 8) / 5);
  let encoded = '';
  for (let index = 0; index < digits; index++)
    encoded += ALPHABET.charAt(Number((value >> BigInt(35 - 5 * index)) & 31n));
  return encoded.padEnd(8, '=');
}

/** How many digits the group at `start` has before its padding. */
function digitsInGroup(source: Uint8Array, start: number): number | { readonly corruptAt: number } {
  for (let count = 0; count < 8; count++) {
    const at = start + count;
    const byte = source[at];
    if (byte === undefined) return { corruptAt: source.length - count };
    if (byte === PAD && count >= 2 && source.length - at - 1 < 8) return paddedGroup(source, at, count);
    if (!ALPHABET.includes(String.fromCharCode(byte))) return { corruptAt: at };
  }
  return 8;
}

function paddedGroup(source: Uint8Array, at: number, count: number): number | { readonly corruptAt: number } {
  const missing = 7 - count;
  if (source.length - at - 1 < missing) return { corruptAt: source.length };
  for (let offset = 0; offset < missing; offset++) {
    if (source[at + 1 + offset] !== PAD) return { corruptAt: at + offset };
  }
  return count === 3 || count === 6 ? { corruptAt: at } : count;
}

function decodeGroup(digits: Uint8Array): number[] {
  let value = 0n;
  for (const digit of digits) value = (value << 5n) | BigInt(ALPHABET.indexOf(String.fromCharCode(digit)));
  const size = Math.floor((digits.length * 5) / 8);
  value >>= BigInt(digits.length * 5 - size * 8);
  return Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * (size - 1 - index))) & 255n));
}
