import { createHash } from 'node:crypto';
import { digestOf } from '@gotk/digest';

/** `sha256:` and the hexadecimal digest of a text. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

const NATIVE: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether a digest is that of a text, whatever `--snapshot-digest-algo` its writer had. Unknown algorithms are none. */
export function isDigestOf(digest: string, text: string): boolean {
  const algorithm = digest.slice(0, Math.max(0, digest.indexOf(':')));
  if (NATIVE.has(algorithm)) return digest === `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;
  return algorithm === 'blake3' && digest === digestOf(text, 'blake3');
}
