import type { DsaKey } from './private-key.js';
import { type FillRandom, isProbablePrime, modularPower, randomBits } from './rsa.js';

const P_BITS = 2048;
const Q_BITS = 256;

/** Generates a DSA key with parameters of its own; takes seconds in plain JavaScript. */
export function generateDsaKey(random: FillRandom): DsaKey {
  const q = primeOf(Q_BITS, random);
  const p = primeAround(q, random);
  const g = generator(p, q);
  const x = (randomBits(Q_BITS, random) % (q - 1n)) + 1n;
  return { kind: 'dsa', p, q, g, y: modularPower(g, x, p), x };
}

function primeOf(bits: number, random: FillRandom): bigint {
  for (;;) {
    const candidate = randomBits(bits, random) | (1n << BigInt(bits - 1)) | 1n;
    if (isProbablePrime(candidate, random)) return candidate;
  }
}

/** A prime p such that q divides p - 1. */
function primeAround(q: bigint, random: FillRandom): bigint {
  for (;;) {
    const start = randomBits(P_BITS, random) | (1n << BigInt(P_BITS - 1)) | 1n;
    const candidate = start - (start % (2n * q)) + 1n;
    if (candidate.toString(2).length === P_BITS && isProbablePrime(candidate, random)) return candidate;
  }
}

function generator(p: bigint, q: bigint): bigint {
  for (let base = 2n; ; base++) {
    const g = modularPower(base, (p - 1n) / q, p);
    if (g !== 1n) return g;
  }
}
