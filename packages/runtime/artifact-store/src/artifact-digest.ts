import { createHash, timingSafeEqual } from 'node:crypto';
import { type DigestAlgorithm, digestOf, parseDigest } from '@gotk/digest';

/** `algorithm:hex` of some bytes; by the machine's own code where it has some. */
export function computeDigest(content: Uint8Array, algorithm: DigestAlgorithm): string {
  if (algorithm === 'blake3') return digestOf(content, algorithm);
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/**
 * Whether some bytes have a digest.
 * @throws LocatedError `digest-syntax` when it is malformed or of an unknown algorithm.
 */
export function matchesDigest(content: Uint8Array, digest: string): boolean {
  const { algorithm } = parseDigest(digest);
  // Only known algorithms are parsed.
  const computed = Buffer.from(computeDigest(content, algorithm as DigestAlgorithm));
  const given = Buffer.from(digest);
  return computed.length === given.length && timingSafeEqual(computed, given);
}
