import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { GoError } from '../functions/go-error.js';
import {
  bitString,
  bytesToBigint,
  type DerElement,
  element,
  integer,
  integerOf,
  NULL_ELEMENT,
  objectId,
  objectIdOf,
  octetString,
  readElement,
  readSequence,
  sequence,
} from './der.js';
import { decodePem, encodePem } from './pem.js';
import { modularInverse, type RsaKey, signRsa } from './rsa.js';

/** An elliptic curve as Go names it. */
export type CurveName = 'P-256' | 'P-384' | 'P-521';

export interface EcKey {
  readonly kind: 'ec';
  readonly curve: CurveName;
  readonly secret: Uint8Array;
}

export interface Ed25519Key {
  readonly kind: 'ed25519';
  readonly seed: Uint8Array;
}

export interface DsaKey {
  readonly kind: 'dsa';
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
  readonly y: bigint;
  readonly x: bigint;
}

export type PrivateKey = RsaKey | EcKey | Ed25519Key | DsaKey;

const OID = {
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ec: '1.2.840.10045.2.1',
  ed25519: '1.3.101.112',
} as const;

const CURVES = {
  'P-256': { curve: p256, oid: '1.2.840.10045.3.1.7', signatureOid: '1.2.840.10045.4.3.2', bytes: 32 },
  'P-384': { curve: p384, oid: '1.3.132.0.34', signatureOid: '1.2.840.10045.4.3.3', bytes: 48 },
  'P-521': { curve: p521, oid: '1.3.132.0.35', signatureOid: '1.2.840.10045.4.3.4', bytes: 66 },
} as const;

/** Reads a private key as sprig does. @throws GoError with its text */
export function parsePrivateKeyPem(text: string): PrivateKey {
  const block = decodePem(text);
  if (block === undefined) throw new GoError('no PEM data in input');
  if (block.type === 'PRIVATE KEY') return requireKey(parsePkcs8(block.bytes), 'decoding PEM as PKCS#8');
  if (!block.type.endsWith(' PRIVATE KEY')) {
    throw new GoError(`no private key data in PEM block of type ${block.type}`);
  }
  const algorithm = block.type.slice(0, -' PRIVATE KEY'.length);
  switch (algorithm) {
    case 'RSA':
      return requireKey(parsePkcs1(block.bytes), 'parsing RSA private key from PEM');
    case 'EC':
      return requireKey(parseEc(block.bytes, undefined), 'parsing EC private key from PEM');
    case 'DSA':
      return requireKey(parseDsa(block.bytes), 'parsing DSA private key from PEM');
    default:
      throw new GoError(`invalid private key type ${algorithm}`);
  }
}

function requireKey(key: PrivateKey | undefined, activity: string): PrivateKey {
  if (key === undefined) throw new GoError(`${activity}: asn1: structure error: tags don't match`);
  return key;
}

function parsePkcs8(bytes: Uint8Array): PrivateKey | undefined {
  const [, algorithm, key] = readSequence(bytes) ?? [];
  if (algorithm === undefined || key === undefined) return undefined;
  const [name, parameters] = readSequence(algorithm.raw) ?? [];
  switch (objectIdOf(name)) {
    case OID.rsa:
      return parsePkcs1(key.content);
    case OID.ec:
      return parseEc(key.content, objectIdOf(parameters));
    case OID.ed25519: {
      const seed = readElement(key.content)?.element.content;
      return seed?.length === 32 ? { kind: 'ed25519', seed } : undefined;
    }
    default:
      return undefined;
  }
}

/** Reads an RSA key in the form of PKCS #1. */
export function parsePkcs1(bytes: Uint8Array): RsaKey | undefined {
  const [, n, e, d, p, q] = (readSequence(bytes) ?? []).map(integerOf);
  if (n === undefined || e === undefined || d === undefined || p === undefined || q === undefined) return undefined;
  return p * q === n ? { kind: 'rsa', n, e, d, p, q } : undefined;
}

function parseEc(bytes: Uint8Array, outerCurve: string | undefined): EcKey | undefined {
  const [, secret, ...optional] = readSequence(bytes) ?? [];
  const inner = optional.find(({ tag }) => tag === 0xa0);
  const oid = outerCurve ?? objectIdOf(inner === undefined ? undefined : readElement(inner.content)?.element);
  const curve = curveNames().find((name) => CURVES[name].oid === oid);
  if (secret === undefined || curve === undefined) return undefined;
  return { kind: 'ec', curve, secret: padLeft(secret.content, CURVES[curve].bytes) };
}

function curveNames(): readonly CurveName[] {
  return ['P-256', 'P-384', 'P-521'];
}

function parseDsa(bytes: Uint8Array): DsaKey | undefined {
  const [, p, q, g, y, x] = (readSequence(bytes) ?? []).map((item: DerElement) => integerOf(item));
  if (p === undefined || q === undefined || g === undefined || y === undefined || x === undefined) return undefined;
  return { kind: 'dsa', p, q, g, y, x };
}

function padLeft(bytes: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(length);
  padded.set(bytes.slice(-length), Math.max(0, length - bytes.length));
  return padded;
}

/** The key as sprig writes it. */
export function encodePrivateKeyPem(key: PrivateKey): string {
  switch (key.kind) {
    case 'rsa':
      return encodePem({ type: 'RSA PRIVATE KEY', bytes: encodePkcs1(key) });
    case 'ec':
      return encodePem({ type: 'EC PRIVATE KEY', bytes: encodeEc(key) });
    case 'ed25519':
      return encodePem({ type: 'PRIVATE KEY', bytes: encodeEd25519(key) });
    case 'dsa': {
      const { p, q, g, y, x } = key;
      return encodePem({ type: 'DSA PRIVATE KEY', bytes: sequence(...[0n, p, q, g, y, x].map(integer)) });
    }
  }
}

function encodePkcs1({ n, e, d, p, q }: RsaKey): Uint8Array {
  const inverse = modularInverse(q, p);
  return sequence(...[0n, n, e, d, p, q, d % (p - 1n), d % (q - 1n), inverse].map(integer));
}

function encodeEc({ curve, secret }: EcKey): Uint8Array {
  const { oid } = CURVES[curve];
  return sequence(
    integer(1n),
    octetString(secret),
    element(0xa0, objectId(oid)),
    element(0xa1, bitString(ecPublicKey({ kind: 'ec', curve, secret }))),
  );
}

function encodeEd25519({ seed }: Ed25519Key): Uint8Array {
  return sequence(integer(0n), sequence(objectId(OID.ed25519)), octetString(octetString(seed)));
}

function ecPublicKey({ curve, secret }: EcKey): Uint8Array {
  return CURVES[curve].curve.getPublicKey(secret, false);
}

/** The bits of the public key, as certificates hold them. */
export function publicKeyBits(key: RsaKey | EcKey | Ed25519Key): Uint8Array {
  switch (key.kind) {
    case 'rsa':
      return sequence(integer(key.n), integer(key.e));
    case 'ec':
      return ecPublicKey(key);
    case 'ed25519':
      return ed25519.getPublicKey(key.seed);
  }
}

/** SubjectPublicKeyInfo. */
export function publicKeyInfo(key: RsaKey | EcKey | Ed25519Key): Uint8Array {
  return sequence(keyAlgorithm(key), bitString(publicKeyBits(key)));
}

function keyAlgorithm(key: RsaKey | EcKey | Ed25519Key): Uint8Array {
  if (key.kind === 'rsa') return sequence(objectId(OID.rsa), NULL_ELEMENT);
  if (key.kind === 'ed25519') return sequence(objectId(OID.ed25519));
  return sequence(objectId(OID.ec), objectId(CURVES[key.curve].oid));
}

/** AlgorithmIdentifier of the signatures that this key makes. */
export function signatureAlgorithm(key: RsaKey | EcKey | Ed25519Key): Uint8Array {
  if (key.kind === 'rsa') return sequence(objectId(OID.rsaSha256), NULL_ELEMENT);
  return sequence(objectId(key.kind === 'ed25519' ? OID.ed25519 : CURVES[key.curve].signatureOid));
}

/** Signs a message, with the hash that belongs to the key. */
export function signWith(key: RsaKey | EcKey | Ed25519Key, message: Uint8Array): Uint8Array {
  switch (key.kind) {
    case 'rsa':
      return signRsa(key, message);
    case 'ec':
      return CURVES[key.curve].curve.sign(message, key.secret, { format: 'der', lowS: false });
    case 'ed25519':
      return ed25519.sign(message, key.seed);
  }
}

/** A secret for a curve from random bytes. */
export function ecKeyFromSeed(curve: CurveName, seed: Uint8Array): EcKey {
  const order = CURVES[curve].curve.Point.Fn.ORDER;
  const secret = (bytesToBigint(seed) % (order - 1n)) + 1n;
  const hex = secret.toString(16).padStart(CURVES[curve].bytes * 2, '0');
  return { kind: 'ec', curve, secret: Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) };
}
