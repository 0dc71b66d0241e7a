import { constants, type KeyObject, verify } from 'node:crypto';

const RSA: Readonly<Record<number, string>> = { 2048: 'PS256', 3072: 'PS384', 4096: 'PS512' };
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** The algorithm that goes with a key, such as `PS256`. @throws Error for a key that notation does not sign with. */
export function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'rsa') {
    const size = details?.modulusLength ?? 0;
    const algorithm = RSA[size];
    if (algorithm !== undefined) return algorithm;
    throw new Error(`rsa key size ${size} bits is not supported`);
  }
  const algorithm = type === 'ec' ? CURVES[details?.namedCurve ?? ''] : undefined;
  if (algorithm !== undefined) return algorithm;
  throw new Error('unsupported public key type');
}

export interface SignedBytes {
  readonly key: KeyObject;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether a signature of the key's own algorithm is genuine. */
export function isGenuine({ key, signed, signature }: SignedBytes): boolean {
  const algorithm = algorithmOf(key);
  const hash = `sha${algorithm.slice(2)}`;
  const isRsa = algorithm.startsWith('PS');
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify(hash, signed, isRsa ? pss : { key, dsaEncoding: 'ieee-p1363' }, signature);
}
