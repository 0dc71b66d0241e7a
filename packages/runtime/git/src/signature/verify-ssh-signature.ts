import { createHash, verify } from 'node:crypto';
import { parseAuthorizedKeys, type SshPublicKey, sshFingerprint } from './ssh-public-key.js';
import { renderBytes, wireReader } from './wire-reader.js';

const NAMESPACE = 'git';
const MAGIC = 'SSHSIG';
const ARMOUR = /^-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END SSH SIGNATURE-----$/;
const HASHES = ['sha256', 'sha512'];
const RSA_HASHES: Readonly<Record<string, string>> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };
const CURVE_HASHES: Readonly<Record<string, string>> = { nistp256: 'sha256', nistp384: 'sha384', nistp521: 'sha512' };

/** What was signed, and how. */
export interface SignedPayload {
  /** Armoured. */
  readonly signature: string;
  readonly payload: Buffer;
}

/**
 * Verifies an SSH signature made for Git.
 *
 * @param authorizedKeys texts in the format of authorized_keys; one that cannot be read does not keep the others from being tried.
 * @returns the fingerprint of the key that made it.
 * @throws Error in Flux's words when none did.
 */
export function verifySshSignature({ signature, payload }: SignedPayload, authorizedKeys: readonly string[]): string {
  const parsed = parseSignature(signature.trim());
  const { keys, unreadable } = readKeys(authorizedKeys);
  const reasons = new Set<string>();
  for (const key of keys) {
    const reason = whyNot(parsed, payload, key);
    if (reason === undefined) return sshFingerprint(key);
    reasons.add(reason);
  }
  if (unreadable !== undefined && keys.length === 0) throw unreadable;
  const all = ['no matching key', ...reasons].join('\n');
  throw new Error(`unable to verify payload with any of the given authorized keys: ${all}`);
}

interface SshSignature {
  readonly publicKey: Buffer;
  readonly namespace: string;
  readonly reserved: Buffer;
  readonly hashAlgorithm: string;
  readonly format: string;
  readonly blob: Buffer;
  /** What a security key adds: flags and a counter. */
  readonly rest: Buffer;
}

function parseSignature(armoured: string): SshSignature {
  const body = ARMOUR.exec(armoured)?.[1];
  if (body === undefined) throw new Error('unable to unarmor SSH signature: invalid PEM block');
  try {
    return parseBlob(Buffer.from(body, 'base64'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`unable to unarmor SSH signature: ${reason}`, { cause });
  }
}

function parseBlob(data: Buffer): SshSignature {
  const reader = wireReader(data);
  if (reader.take(MAGIC.length).toString('latin1') !== MAGIC) throw new Error('invalid magic preamble');
  const version = reader.uint32();
  if (version !== 1) throw new Error(`unsupported signature version ${version}: expected 1`);
  const publicKey = reader.bytes();
  const namespace = reader.text();
  const reserved = reader.bytes();
  const hashAlgorithm = reader.text();
  const inner = reader.bytes();
  const innerReader = wireReader(inner);
  const format = innerReader.text();
  const blob = innerReader.bytes();
  const rest = inner.subarray(8 + format.length + blob.length);
  return { publicKey, namespace, reserved, hashAlgorithm, format, blob, rest };
}

function readKeys(texts: readonly string[]): { readonly keys: readonly SshPublicKey[]; readonly unreadable?: Error } {
  const keys: SshPublicKey[] = [];
  let unreadable: Error | undefined;
  for (const text of texts) {
    try {
      keys.push(...parseAuthorizedKeys(text));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      unreadable ??= new Error(`unable to parse authorized keys: unable to parse authorized key: ${reason}`, { cause });
    }
  }
  return unreadable === undefined ? { keys } : { keys, unreadable };
}

/** @returns `undefined` when the key made the signature. */
function whyNot(signature: SshSignature, payload: Buffer, key: SshPublicKey): string | undefined {
  if (!signature.publicKey.equals(key.blob)) return 'public key does not match';
  if (signature.namespace !== NAMESPACE) return 'namespace does not match';
  if (!HASHES.includes(signature.hashAlgorithm)) {
    return `unsupported hash algorithm "${signature.hashAlgorithm}": must be "sha256" or "sha512"`;
  }
  const digest = createHash(signature.hashAlgorithm).update(payload).digest();
  const signed = Buffer.concat([
    Buffer.from(MAGIC),
    renderBytes(signature.namespace),
    renderBytes(signature.reserved),
    renderBytes(signature.hashAlgorithm),
    renderBytes(digest),
  ]);
  return isSignedBy(key, signature, signed) ? undefined : 'ssh: signature did not verify';
}

function isSignedBy(key: SshPublicKey, signature: SshSignature, message: Buffer): boolean {
  const { format, blob, rest } = signature;
  const data = key.application === undefined ? message : securityKeyData(key.application, message, rest);
  if (key.type === 'ssh-rsa') {
    const hash = RSA_HASHES[format];
    return hash !== undefined && verify(hash, data, key.key, blob);
  }
  if (format !== key.type) return false;
  if (key.type.includes('ed25519')) return verify(null, data, key.key, blob);
  const curve = Object.keys(CURVE_HASHES).find((name) => key.type.includes(name)) ?? '';
  const options = { key: key.key, dsaEncoding: 'ieee-p1363' } as const;
  return verify(CURVE_HASHES[curve], data, options, ellipticSignature(blob, curve));
}

/** A security key signs digests, and its own flags and counter. */
function securityKeyData(application: string, message: Buffer, flagsAndCounter: Buffer): Buffer {
  const digest = (content: Buffer | string): Buffer => createHash('sha256').update(content).digest();
  return Buffer.concat([digest(application), flagsAndCounter, digest(message)]);
}

/** Two numbers, brought to the length of the curve's. */
function ellipticSignature(blob: Buffer, curve: string): Buffer {
  const reader = wireReader(blob);
  const size = Math.ceil(Number(curve.slice('nistp'.length)) / 8);
  const number = (): Buffer => {
    const bytes = reader.bytes();
    const digits = bytes.subarray(Math.max(0, bytes.length - size));
    return Buffer.concat([Buffer.alloc(size - digits.length), digits]);
  };
  return Buffer.concat([number(), number()]);
}
