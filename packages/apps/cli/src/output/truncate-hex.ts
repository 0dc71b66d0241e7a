const DIGEST = /\b[0-9a-f]{40,128}\b/g;

/** `text` with every checksum of 40 to 128 lower-case hexadecimal digits cut to its first eight. */
export function truncateHex(text: string): string {
  return text.replaceAll(DIGEST, (digits) => digits.slice(0, 8));
}
