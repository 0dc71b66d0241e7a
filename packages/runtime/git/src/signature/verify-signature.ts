import { signatureType } from './signature-type.js';
import { verifyPgpSignature } from './verify-pgp-signature.js';
import { verifySshSignature } from './verify-ssh-signature.js';

/** Public keys of those whose signatures count. */
export interface TrustedKeys {
  /** Armoured PGP keys. */
  readonly keyRings: readonly string[];
  /** Texts in the format of authorized_keys. */
  readonly authorizedKeys: readonly string[];
}

/** A commit or a tag. */
export interface SignedObject {
  readonly kind: 'commit' | 'tag';
  readonly signature?: string;
  /** The object without its signature. */
  readonly signed?: Buffer;
}

/**
 * Verifies the signature of a commit or a tag.
 *
 * @returns the ID of the PGP key or the fingerprint of the SSH key that made it.
 * @throws Error in Flux's words.
 */
export async function verifySignature(object: SignedObject, keys: TrustedKeys): Promise<string> {
  const { kind, signature = '', signed: payload = Buffer.alloc(0) } = object;
  const type = signatureType(signature);
  switch (type) {
    case 'openpgp':
      requireKeys(keys.keyRings, 'PGP', '.asc');
      return inContext(`unable to verify Git ${kind}`, () => verifyPgpSignature({ signature, payload }, keys.keyRings));
    case 'ssh':
      requireKeys(keys.authorizedKeys, 'SSH', '.sshpub');
      return inContext(`unable to verify Git ${kind} SSH signature`, () =>
        verifySshSignature({ signature, payload }, keys.authorizedKeys),
      );
    default:
      throw new Error(`unsupported signature type: ${type}`);
  }
}

function requireKeys(keys: readonly string[], name: 'PGP' | 'SSH', suffix: string): void {
  if (keys.length > 0) return;
  const missing = `no ${name} public keys found in secret (keys with ${suffix} suffix)`;
  throw new Error(`${name} signature detected but ${missing}`);
}

async function inContext(context: string, run: () => Promise<string> | string): Promise<string> {
  try {
    return await run();
  } catch (cause) {
    throw new Error(`${context}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
