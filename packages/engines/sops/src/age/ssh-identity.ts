import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { type AgeIdentity, type UnwrapStanza, unwrapFirst } from './age-identity.js';
import { decodePublicKey, openFileKey, sharedSecret, wrappingKey } from './file-key.js';
import { decryptOaep, type RsaPrivateKey } from './rsa-oaep.js';
import { parseSshPrivateKey } from './ssh-key.js';
import { encodeRawBase64, type Stanza } from './stanza.js';

const ED25519_LABEL = 'age-encryption.org/v1/ssh-ed25519';
const RSA_LABEL = 'age-encryption.org/v1/ssh-rsa';

/** Makes an identity of a private SSH key without passphrase. @throws Error in Go's words. */
export function parseSshIdentity(pem: string): AgeIdentity {
  const key = parseSshPrivateKey(pem);
  const fingerprint = encodeRawBase64(sha256(key.publicBlob).subarray(0, 4));
  const unwrap = key.type === 'ssh-rsa' ? unwrapWithRsa(key.rsa, fingerprint) : unwrapWithEd25519(key, fingerprint);
  return { native: false, unwrap: (stanzas) => unwrapFirst(stanzas, unwrap) };
}

function unwrapWithRsa(key: RsaPrivateKey, fingerprint: string): UnwrapStanza {
  return ({ type, args, body }: Stanza) => {
    if (type !== 'ssh-rsa') return undefined;
    if (args.length !== 1) throw new Error('invalid ssh-rsa recipient block');
    return args[0] === fingerprint ? decryptOaep(body, key, RSA_LABEL) : undefined;
  };
}

function unwrapWithEd25519(
  { publicBlob, seed }: { readonly publicBlob: Uint8Array; readonly seed: Uint8Array },
  fingerprint: string,
): UnwrapStanza {
  const secretKey = sha512(seed).slice(0, 32);
  const publicKey = x25519.getPublicKey(secretKey);
  const tweak = hkdf(sha256, new Uint8Array(), publicBlob, new TextEncoder().encode(ED25519_LABEL), 32);
  return ({ type, args, body }: Stanza) => {
    if (type !== 'ssh-ed25519') return undefined;
    const [tag, text, ...others] = args;
    if (text === undefined || others.length > 0) throw new Error('invalid ssh-ed25519 recipient block');
    const share = decodePublicKey(text, 'ssh-ed25519');
    if (tag !== fingerprint) return undefined;
    const secret = sharedSecret(tweak, sharedSecret(secretKey, share));
    return openFileKey(body, wrappingKey(secret, [share, publicKey], ED25519_LABEL));
  };
}
