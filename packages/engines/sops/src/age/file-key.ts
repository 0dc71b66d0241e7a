import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from './armor.js';
import { decodeRawBase64 } from './stanza.js';

/** Bytes of a wrapped file key. */
export const WRAPPED_BYTES = 32;
/** Each key wraps once, so that its nonce may be fixed. */
const NONCE = new Uint8Array(12);

/** Decrypts a file key; `undefined` when the key is not the one. */
export function openFileKey(wrapped: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  try {
    return chacha20poly1305(key, NONCE).decrypt(wrapped);
  } catch {
    return undefined;
  }
}

/** Encrypts a file key. */
export function sealFileKey(fileKey: Uint8Array, key: Uint8Array): Uint8Array {
  return chacha20poly1305(key, NONCE).encrypt(fileKey);
}

/** The key that wraps a file key, from what both sides know. */
export function wrappingKey(
  secret: Uint8Array,
  publicKeys: readonly [Uint8Array, Uint8Array],
  label: string,
): Uint8Array {
  return hkdf(sha256, secret, concatBytes(publicKeys), new TextEncoder().encode(label), 32);
}

/** The secret that a private and a public key share. @throws Error for a public key that is none. */
export function sharedSecret(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(secretKey, publicKey);
  } catch {
    throw new Error('invalid X25519 recipient: crypto/ecdh: bad X25519 remote ECDH input: low order point');
  }
}

/** The public key in a stanza. @throws Error in age's words. */
export function decodePublicKey(text: string, type: string): Uint8Array {
  let key: Uint8Array;
  try {
    key = decodeRawBase64(text);
  } catch (cause) {
    throw new Error(`failed to parse ${type} recipient: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (key.length !== 32) throw new Error(`invalid ${type} recipient block`);
  return key;
}
