import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SignatureCheck } from '../signature-check.js';
import { findSignatures, type TaggedSignature } from './find-signatures.js';
import { digestOfPayload, statementOf } from './signed-digest.js';

/** The annotation that holds the signature of a layer. */
export const SIGNATURE = 'dev.cosignproject.cosign/signature';

/**
 * Whether somebody who has the private key has signed a manifest, as `cosign sign --key` does: by a bundle that refers to it,
 * or, where there is none, by a tag beside it. The transparency log is not asked, as in Flux.
 *
 * @param publicKey in PEM.
 * @throws Error for a key that is none.
 */
export function cosignKeyCheck(publicKey: string): SignatureCheck {
  const key = parseKey(publicKey);
  return async (signed, signal) => {
    const { digest } = signed;
    const found = await findSignatures(signed, signal);
    if (found.kind === 'bundles') {
      if (found.bundles.some((bundle) => isSignedStatement(statementOf(bundle), { key, digest }))) return 'verified';
      throw new Error('no matching attestations: invalid signature when validating DSSE envelope');
    }
    if (found.signatures.length === 0) throw new Error('no signatures found');
    if (found.signatures.some((each) => isSignedPayload(each, { key, digest }))) return 'verified';
    throw new Error('no matching signatures: invalid signature when validating ASN.1 encoded signature');
  };
}

function parseKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new Error('PEM decoding failed');
  }
}

interface Expected {
  readonly key: KeyObject;
  readonly digest: string;
}

function isSignedStatement(statement: ReturnType<typeof statementOf>, { key, digest }: Expected): boolean {
  if (statement === undefined || !statement.subjects.includes(digest)) return false;
  return statement.signatures.some((signature) => isSignature(key, statement.signed, signature));
}

function isSignedPayload({ payload, annotations }: TaggedSignature, { key, digest }: Expected): boolean {
  return digestOfPayload(payload) === digest && isSignature(key, payload, annotations[SIGNATURE] ?? '');
}

function isSignature(key: KeyObject, data: Uint8Array, signature: string): boolean {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(algorithm, data, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
