import { x25519 } from '@noble/curves/ed25519.js';
import { type AgeIdentity, unwrapFirst } from './age-identity.js';
import { decodeBech32 } from './bech32.js';
import type { WrapFileKey } from './encrypt-age.js';
import { decodePublicKey, openFileKey, sealFileKey, sharedSecret, WRAPPED_BYTES, wrappingKey } from './file-key.js';
import { encodeRawBase64, type Stanza } from './stanza.js';

const TYPE = 'X25519';
const LABEL = 'age-encryption.org/v1/X25519';
const SECRET_PREFIX = 'AGE-SECRET-KEY-';
const PUBLIC_PREFIX = 'age';

/** Reads `AGE-SECRET-KEY-1…`. @throws Error in age's words. */
export function parseX25519Identity(text: string): AgeIdentity {
  const secretKey = decodeSecretKey(text);
  const publicKey = x25519.getPublicKey(secretKey);
  return {
    native: true,
    unwrap: (stanzas) => unwrapFirst(stanzas, (stanza) => unwrap(stanza, secretKey, publicKey)),
  };
}

function decodeSecretKey(text: string): Uint8Array {
  try {
    const { prefix, bytes } = decodeBech32(text);
    if (prefix !== SECRET_PREFIX) throw new Error(`unknown type ${JSON.stringify(prefix)}`);
    if (bytes.length !== 32) throw new Error('invalid X25519 secret key');
    return bytes;
  } catch (cause) {
    throw new Error(`malformed secret key: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function unwrap({ type, args, body }: Stanza, secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  if (type !== TYPE) return undefined;
  const [text, ...others] = args;
  if (text === undefined || others.length > 0) throw new Error('invalid X25519 recipient block');
  const share = decodePublicKey(text, TYPE);
  const key = wrappingKey(sharedSecret(secretKey, share), [share, publicKey], LABEL);
  if (body.length !== WRAPPED_BYTES) throw new Error('invalid X25519 recipient block: incorrect file key size');
  return openFileKey(body, key);
}

/** Wraps file keys for `age1…`. @param random gives as many random bytes as it is asked for. @throws Error in age's words. */
export function x25519Recipient(recipient: string, random: (bytes: number) => Uint8Array): WrapFileKey {
  const publicKey = decodeRecipient(recipient);
  return (fileKey) => {
    const ephemeral = random(32);
    const share = x25519.getPublicKey(ephemeral);
    const key = wrappingKey(sharedSecret(ephemeral, publicKey), [share, publicKey], LABEL);
    return { type: TYPE, args: [encodeRawBase64(share)], body: sealFileKey(fileKey, key) };
  };
}

function decodeRecipient(text: string): Uint8Array {
  const { prefix, bytes } = decodeBech32(text);
  if (prefix !== PUBLIC_PREFIX || bytes.length !== 32) throw new Error('malformed recipient: not an X25519 key');
  return bytes;
}
