import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { wireReader } from './wire-reader.js';

/** A public key in OpenSSH's format. */
export interface SshPublicKey {
  readonly type: string;
  /** Wire format. */
  readonly blob: Buffer;
  readonly key: KeyObject;
  /** The application that a security key signs for; only of `sk-` types. */
  readonly application?: string;
}

const CURVES: Readonly<Record<string, string>> = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' };
const ENTRY = /(?:^|\s)((?:sk-)?(?:ssh|ecdsa)-[\w@.-]+)\s+([A-Za-z0-9+/=]+)(?:\s|$)/;

/**
 * Parses the lines of an authorized_keys file; options and comments are passed over.
 * @throws Error at the first line that holds no key.
 */
export function parseAuthorizedKeys(text: string): readonly SshPublicKey[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine);
}

/** `SHA256:` and the digest, as `ssh-keygen -l` shows it. */
export function sshFingerprint({ blob }: SshPublicKey): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** @throws Error when the type is not known or the data is malformed. */
export function parsePublicKey(blob: Buffer): SshPublicKey {
  const reader = wireReader(blob);
  const type = reader.text();
  switch (type) {
    case 'ssh-ed25519':
    case 'sk-ssh-ed25519@openssh.com': {
      const key = { kty: 'OKP', crv: 'Ed25519', x: base64url(reader.bytes()) };
      return publicKey({ type, blob, jwk: key, application: applicationOf(type, reader.text) });
    }
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
    case 'sk-ecdsa-sha2-nistp256@openssh.com': {
      const key = ellipticKey(reader.text(), reader.bytes());
      return publicKey({ type, blob, jwk: key, application: applicationOf(type, reader.text) });
    }
    case 'ssh-rsa': {
      const e = base64url(withoutSign(reader.bytes()));
      return publicKey({ type, blob, jwk: { kty: 'RSA', e, n: base64url(withoutSign(reader.bytes())) } });
    }
    default:
      throw new Error(`unsupported key type ${JSON.stringify(type)}`);
  }
}

function parseLine(line: string): SshPublicKey {
  const [, type, data] = ENTRY.exec(line) ?? [];
  if (data === undefined) throw new Error('ssh: no key found');
  const key = parsePublicKey(Buffer.from(data, 'base64'));
  if (key.type !== type) throw new Error('ssh: key type does not match its data');
  return key;
}

interface KeyParts {
  readonly type: string;
  readonly blob: Buffer;
  readonly jwk: JsonWebKey;
  readonly application?: string | undefined;
}

function publicKey({ type, blob, jwk, application }: KeyParts): SshPublicKey {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return { type, blob, key, ...(application !== undefined && { application }) };
}

/** An uncompressed point: 4, x, y. */
function ellipticKey(curve: string, point: Buffer): JsonWebKey {
  const crv = CURVES[curve];
  if (crv === undefined || point[0] !== 4) throw new Error('unsupported elliptic curve or point');
  const half = (point.length - 1) / 2;
  return { kty: 'EC', crv, x: base64url(point.subarray(1, 1 + half)), y: base64url(point.subarray(1 + half)) };
}

function applicationOf(type: string, read: () => string): string | undefined {
  return type.startsWith('sk-') ? read() : undefined;
}

/** Positive numbers have a zero before them where their first bit is set. */
function withoutSign(number: Buffer): Buffer {
  return number[0] === 0 ? number.subarray(1) : number;
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url');
}
