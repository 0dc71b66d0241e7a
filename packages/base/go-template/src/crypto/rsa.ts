import { sha256 } from '@noble/hashes/sha2.js';
import { bigintToBytes, bytesToBigint, concatBytes } from './der.js';

/** An RSA private key. */
export interface RsaKey {
  readonly kind: 'rsa';
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
}

/** Fills with secure random bytes. */
export type FillRandom = (bytes: Uint8Array) => void;

const PUBLIC_EXPONENT = 65_537n;
const SMALL_PRIMES = smallPrimes(2_000);
const ROUNDS = 20;
/** DigestInfo of SHA-256 up to the digest. */
const SHA256_PREFIX = Uint8Array.of(
  0x30,
  0x31,
  0x30,
  0x0d,
  0x06,
  0x09,
  0x60,
  0x86,
  0x48,
  0x01,
  0x65,
  0x03,
  0x04,
  0x02,
  0x01,
  0x05,
  0x00,
  0x04,
  0x20,
);

/** Generates a key. Slow in plain JavaScript (seconds for 4096 bits); programs hand in a generator of their platform. */
export function generateRsaKey(bits: number, random: FillRandom): RsaKey {
  for (;;) {
    const p = randomPrime(bits / 2, random);
    const q = randomPrime(bits / 2, random);
    const n = p * q;
    const totient = (p - 1n) * (q - 1n);
    if (p === q || n.toString(2).length !== bits || totient % PUBLIC_EXPONENT === 0n) continue;
    const d = modularInverse(PUBLIC_EXPONENT, totient);
    return p > q
      ? { kind: 'rsa', n, e: PUBLIC_EXPONENT, d, p, q }
      : { kind: 'rsa', n, e: PUBLIC_EXPONENT, d, p: q, q: p };
  }
}

/** A PKCS #1 v1.5 signature of the SHA-256 of a message. */
export function signRsa({ n, d, p, q }: RsaKey, message: Uint8Array): Uint8Array {
  const length = Math.ceil(n.toString(2).length / 8);
  const digest = concatBytes([SHA256_PREFIX, sha256(message)]);
  const padding = new Uint8Array(length - digest.length - 3).fill(0xff);
  const encoded = bytesToBigint(concatBytes([Uint8Array.of(0, 1), padding, Uint8Array.of(0), digest]));
  // The Chinese remainder theorem makes this four times as fast.
  const left = modularPower(encoded % p, d % (p - 1n), p);
  const right = modularPower(encoded % q, d % (q - 1n), q);
  const difference = (((left - right) % p) + p) % p;
  const signature = right + q * ((modularInverse(q, p) * difference) % p);
  return bigintToBytes(signature, length);
}

/** base^exponent mod modulus. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (const bit of [...exponent.toString(2)].reverse()) {
    if (bit === '1') result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The inverse of `value` mod `modulus`, which have no common factor. */
export function modularInverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, ((value % modulus) + modulus) % modulus];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return ((previousFactor % modulus) + modulus) % modulus;
}

/** A random prime with its two highest bits set. */
export function randomPrime(bits: number, random: FillRandom): bigint {
  for (;;) {
    const start = randomBits(bits, random) | (3n << BigInt(bits - 2)) | 1n;
    for (let offset = 0n; offset < 2_000n; offset += 2n) {
      const candidate = start + offset;
      if (isProbablePrime(candidate, random)) return candidate;
    }
  }
}

/** A random integer of at most `bits` bits. */
export function randomBits(bits: number, random: FillRandom): bigint {
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  random(bytes);
  return bytesToBigint(bytes) >> BigInt(bytes.length * 8 - bits);
}

/** Miller and Rabin's test with random bases. */
export function isProbablePrime(candidate: bigint, random: FillRandom): boolean {
  for (const prime of SMALL_PRIMES) {
    if (candidate % prime === 0n) return candidate === prime;
  }
  let odd = candidate - 1n;
  let twos = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++;
  for (let round = 0; round < ROUNDS; round++) {
    const base = 2n + (randomBits(64, random) % (candidate - 4n));
    if (!passesRound(candidate, { base, odd, twos })) return false;
  }
  return true;
}

function passesRound(
  candidate: bigint,
  { base, odd, twos }: { readonly base: bigint; readonly odd: bigint; readonly twos: number },
): boolean {
  let power = modularPower(base, odd, candidate);
  if (power === 1n || power === candidate - 1n) return true;
  for (let index = 1; index < twos; index++) {
    power = (power * power) % candidate;
    if (power === candidate - 1n) return true;
  }
  return false;
}

function smallPrimes(limit: number): bigint[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate < limit; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map(BigInt);
}
