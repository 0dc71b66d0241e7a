import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from './armor.js';

/** An RSA key with its two primes. */
export interface RsaPrivateKey {
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
}

const HASH_BYTES = 32;
const MAX_MODULUS_BITS = 16_384;

/** The number that big-endian bytes stand for. */
export function bigIntOfBytes(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Decrypts RSA-OAEP with SHA-256; `undefined` when the message is for another key or label. */
export function decryptOaep(sealed: Uint8Array, key: RsaPrivateKey, label: string): Uint8Array | undefined {
  const size = Math.ceil(key.n.toString(2).length / 8);
  const number = bigIntOfBytes(sealed);
  if (size * 8 > MAX_MODULUS_BITS || sealed.length > size || size < 2 * HASH_BYTES + 2 || number >= key.n)
    return undefined;
  return removePadding(toBytes(applyPrivateKey(number, key), size), label);
}

/** By the primes, which is faster than by the modulus. */
function applyPrivateKey(value: bigint, { d, p, q }: RsaPrivateKey): bigint {
  const byP = power(value % p, d % (p - 1n), p);
  const byQ = power(value % q, d % (q - 1n), q);
  const inverse = power(q % p, p - 2n, p);
  const difference = ((((byP - byQ) * inverse) % p) + p) % p;
  return byQ + difference * q;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function toBytes(value: bigint, size: number): Uint8Array {
  const hex = value.toString(16).padStart(size * 2, '0');
  return Uint8Array.from({ length: size }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function removePadding(message: Uint8Array, label: string): Uint8Array | undefined {
  const maskedSeed = message.subarray(1, 1 + HASH_BYTES);
  const maskedData = message.subarray(1 + HASH_BYTES);
  const seed = xor(maskedSeed, mask(maskedData, HASH_BYTES));
  const data = xor(maskedData, mask(seed, maskedData.length));
  const labelHash = sha256(new TextEncoder().encode(label));
  const fits = labelHash.reduce((difference, byte, index) => difference | (byte ^ (data[index] ?? 0)), message[0] ?? 1);
  const mark = data.findIndex((byte, index) => index >= HASH_BYTES && byte !== 0);
  return fits === 0 && data[mark] === 1 ? data.slice(mark + 1) : undefined;
}

function mask(seed: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, counter) =>
    sha256(concatBytes([seed, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter)])),
  );
  return concatBytes(blocks).subarray(0, length);
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, index) => byte ^ (b[index] ?? 0));
}
