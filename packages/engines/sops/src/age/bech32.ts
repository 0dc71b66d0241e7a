const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LENGTH = 6;

/** What a Bech32 text holds. */
export interface Bech32 {
  /** In upper case where the text is. */
  readonly prefix: string;
  readonly bytes: Uint8Array;
}

/** Reads Bech32 of any length. @throws Error in age's words. The text itself, which may be a secret, is not shown. */
export function decodeBech32(text: string): Bech32 {
  if (text.toLowerCase() !== text && text.toUpperCase() !== text) throw new Error('mixed case');
  const separator = text.lastIndexOf('1');
  if (separator < 1 || separator + 7 > text.length)
    throw new Error(`separator '1' at invalid position: pos=${separator}, len=${text.length}`);
  const prefix = text.slice(0, separator);
  if (!/^[!-~]+$/.test(prefix)) throw new Error('invalid character human-readable part');
  const data = Array.from(text.slice(separator + 1), asciiLower);
  const words = data.map((character) => CHARSET.indexOf(character));
  const wrong = words.indexOf(-1);
  if (wrong >= 0) throw new Error(`invalid character data part: s[${wrong}]=${data[wrong]?.codePointAt(0)}`);
  if (checksumOf([...expandPrefix(prefix), ...words]) !== 1) throw new Error('invalid checksum');
  return { prefix, bytes: toBytes(words.slice(0, -CHECKSUM_LENGTH)) };
}

function asciiLower(character: string): string {
  return /[A-Z]/.test(character) ? character.toLowerCase() : character;
}

function expandPrefix(prefix: string): number[] {
  const codes = Array.from(prefix.toLowerCase(), (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function checksumOf(values: readonly number[]): number {
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((word, bit) => {
      if ((top >>> bit) & 1) checksum ^= word;
    });
  }
  return checksum >>> 0;
}

/** Joins words of five bits; what is left over must be padding. */
function toBytes(words: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let left = 0;
  let bits = 0;
  for (const word of words) {
    left = (left << 5) | word;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(left >>> bits);
    left &= (1 << bits) - 1;
  }
  if (bits >= 5) throw new Error('illegal zero padding');
  if (left !== 0) throw new Error('non-zero padding');
  return Uint8Array.from(bytes);
}
