import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type AgeIdentity, unwrapFirst } from './age-identity.js';
import { concatBytes } from './armor.js';
import { decodeBech32 } from './bech32.js';
import { WRAPPED_BYTES } from './file-key.js';
import { decodeRawBase64, type Stanza } from './stanza.js';

const TYPE = 'mlkem768x25519';
const LABEL = 'age-encryption.org/mlkem768x25519';
const SECRET_PREFIX = 'AGE-SECRET-KEY-PQ-';
/** HPKE's numbers for ML-KEM-768 with X25519, HKDF with SHA-256, and ChaCha20-Poly1305. */
const SUITE = [0x64, 0x7a, 0x00, 0x01, 0x00, 0x03];
const ENCAPSULATED_BYTES = 1120;

/** Reads `AGE-SECRET-KEY-PQ-1…`, a key that quantum computers cannot break either. @throws Error in age's words. */
export function parseHybridIdentity(text: string): AgeIdentity {
  const secretKey = decodeSecretKey(text);
  return { native: true, unwrap: (stanzas) => unwrapFirst(stanzas, (stanza) => unwrap(stanza, secretKey)) };
}

function decodeSecretKey(text: string): Uint8Array {
  try {
    const { prefix, bytes } = decodeBech32(text);
    if (prefix !== SECRET_PREFIX) throw new Error(`unknown type ${JSON.stringify(prefix)}`);
    if (bytes.length !== 32) throw new Error('invalid MLKEM768-X25519 secret key');
    return bytes;
  } catch (cause) {
    throw new Error(`malformed secret key: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function unwrap({ type, args, body }: Stanza, secretKey: Uint8Array): Promise<Uint8Array | undefined> {
  if (type !== TYPE) return undefined;
  const [text, ...others] = args;
  if (text === undefined || others.length > 0) throw new Error('invalid mlkem768x25519 recipient block');
  const encapsulated = decodeEncapsulated(text);
  if (body.length !== WRAPPED_BYTES) throw new Error('encrypted value has unexpected length');
  if (encapsulated.length !== ENCAPSULATED_BYTES)
    throw new Error('invalid mlkem768x25519 recipient: invalid encapsulated key size');
  // Few have such keys, and the package is large.
  const { ml_kem768_x25519: kem } = await import('@noble/post-quantum/hybrid.js');
  const { key, nonce } = deriveKey(kem.decapsulate(encapsulated, secretKey));
  try {
    return chacha20poly1305(key, nonce).decrypt(body);
  } catch {
    return undefined;
  }
}

function decodeEncapsulated(text: string): Uint8Array {
  try {
    return decodeRawBase64(text);
  } catch (cause) {
    throw new Error(
      `failed to parse mlkem768x25519 recipient: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/** The key schedule of RFC 9180 in its base mode. */
function deriveKey(secret: Uint8Array): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const none = new Uint8Array();
  const psk = labeledExtract(none, 'psk_id_hash', none);
  const info = labeledExtract(none, 'info_hash', bytesOf(LABEL));
  const context = concatBytes([Uint8Array.of(0), psk, info]);
  const prk = labeledExtract(secret, 'secret', none);
  return { key: labeledExpand(prk, 'key', context, 32), nonce: labeledExpand(prk, 'base_nonce', context, 12) };
}

function labeledExtract(salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(sha256, concatBytes([bytesOf('HPKE-v1'), suiteId(), bytesOf(label), input]), salt);
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  const size = Uint8Array.of(length >> 8, length & 0xff);
  return expand(sha256, prk, concatBytes([size, bytesOf('HPKE-v1'), suiteId(), bytesOf(label), info]), length);
}

function suiteId(): Uint8Array {
  return concatBytes([bytesOf('HPKE'), Uint8Array.from(SUITE)]);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
