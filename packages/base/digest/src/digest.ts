import { LocatedError } from '@gotk/located-error';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { toHex } from './sha256.js';

/** An algorithm of artifacts' digests. */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512' | 'blake3';

/** A digest in its two parts. */
export interface Digest {
  readonly algorithm: string;
  /** In lower-case hexadecimal. */
  readonly hex: string;
}

/** Nothing is taken from the library before it is used: the command loads it then. */
const ALGORITHMS: Readonly<Record<DigestAlgorithm, (bytes: Uint8Array) => Uint8Array>> = {
  sha256: (bytes) => sha256(bytes),
  sha384: (bytes) => sha384(bytes),
  sha512: (bytes) => sha512(bytes),
  blake3: (bytes) => blake3(bytes),
};

const HEX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['blake3', 64],
]);

/** The digest of bytes, or of text in UTF-8, as artifacts carry it: `sha256:<hex>`. */
export function digestOf(content: Uint8Array | string, algorithm: DigestAlgorithm = 'sha256'): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return `${algorithm}:${toHex(ALGORITHMS[algorithm](bytes))}`;
}

/**
 * Takes `<algorithm>:<hex>` apart.
 *
 * @throws LocatedError `digest-syntax` with the text of opencontainers/go-digest.
 */
export function parseDigest(text: string): Digest {
  const match = /^([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/.exec(text);
  if (match === null) throw digestError('invalid checksum digest format');
  const [, algorithm = '', hex = ''] = match;
  const length = HEX_LENGTHS.get(algorithm);
  if (length === undefined) throw digestError('unsupported digest algorithm');
  if (hex.length !== length) throw digestError('invalid checksum digest length');
  if (!/^[a-f0-9]+$/.test(hex)) throw digestError('invalid checksum digest format');
  return { algorithm, hex };
}

/** Whether content has this digest. @throws LocatedError `digest-syntax`. */
export function hasDigest(content: Uint8Array, digest: string): boolean {
  const { algorithm } = parseDigest(digest);
  return digestOf(content, algorithm as DigestAlgorithm) === digest;
}

function digestError(message: string): LocatedError {
  return new LocatedError({ code: 'digest-syntax', message });
}
