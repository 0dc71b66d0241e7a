import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type DigestAlgorithm, digestOf, parseDigest } from '@gotk/digest';
import { readChunks } from './read-chunks.js';

/** `algorithm:hex` of some bytes, or of a text in UTF-8; by the machine's own code where it has some. */
export function computeDigest(content: Uint8Array | string, algorithm: DigestAlgorithm): string {
  if (algorithm === 'blake3') return digestOf(content, algorithm);
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/** Like {@link computeDigest} of a file, which need not fit into memory. */
export async function digestOfFile(file: string, algorithm: DigestAlgorithm): Promise<string> {
  if (algorithm === 'blake3') return digestOf(await readFile(file), algorithm);
  const hash = createHash(algorithm);
  for await (const chunk of readChunks(file)) hash.update(chunk);
  return `${algorithm}:${hash.digest('hex')}`;
}

/**
 * Whether some bytes have a digest.
 * @throws LocatedError `digest-syntax` when it is malformed or of an unknown algorithm.
 */
export function matchesDigest(content: Uint8Array, digest: string): boolean {
  return isDigest(computeDigest(content, requireAlgorithm(digest)), digest);
}

/** Like {@link matchesDigest} of a file. */
export async function fileMatchesDigest(file: string, digest: string): Promise<boolean> {
  return isDigest(await digestOfFile(file, requireAlgorithm(digest)), digest);
}

function requireAlgorithm(digest: string): DigestAlgorithm {
  // Only known algorithms are parsed.
  return parseDigest(digest).algorithm as DigestAlgorithm;
}

function isDigest(actual: string, digest: string): boolean {
  const computed = Buffer.from(actual);
  const given = Buffer.from(digest);
  return computed.length === given.length && timingSafeEqual(computed, given);
}
