import { createHash } from 'node:crypto';
import { type DigestAlgorithm, digestOf } from '@gotk/digest';

const ALGORITHMS: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512', 'blake3'];

/** The algorithm of a digest that this program can make. */
export function digestAlgorithmOf(digest: string | undefined): DigestAlgorithm | undefined {
  return ALGORITHMS.find((algorithm) => digest?.startsWith(`${algorithm}:`));
}

const NATIVE: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether a digest is that of a text, whatever `--snapshot-digest-algo` its writer had. Unknown algorithms are none. */
export function isDigestOf(digest: string, text: string): boolean {
  const algorithm = digest.slice(0, Math.max(0, digest.indexOf(':')));
  if (NATIVE.has(algorithm)) return digest === `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;
  return algorithm === 'blake3' && digest === digestOf(text, 'blake3');
}
