import { createHash, timingSafeEqual } from 'node:crypto';

/** Algorithms of `--artifact-digest-algo`. */
export type DigestAlgorithm = (typeof ALGORITHMS)[number];

const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const;

/** `algorithm:hex` of some bytes. */
export function digestOf(content: Uint8Array, algorithm: DigestAlgorithm): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/** Whether some bytes have a digest; a digest of an unknown algorithm matches nothing. */
export function matchesDigest(content: Uint8Array, digest: string): boolean {
  const algorithm = ALGORITHMS.find((name) => digest.startsWith(`${name}:`));
  if (algorithm === undefined) return false;
  const computed = Buffer.from(digestOf(content, algorithm));
  const given = Buffer.from(digest);
  return computed.length === given.length && timingSafeEqual(computed, given);
}
