import { sha256 } from '@noble/hashes/sha2.js';
import { GoError } from '../functions/go-error.js';
import { textToBytes } from '../text/go-text.js';
import { formatTime } from '../time/format-time.js';
import { momentOfMs } from '../time/moment.js';
import { UTC } from '../time/zone.js';
import {
  bitString,
  type DerElement,
  element,
  integer,
  objectId,
  objectIdOf,
  octetString,
  readElements,
  readSequence,
  sequence,
  TAG,
} from './der.js';
import { type PrivateKey, publicKeyBits, publicKeyInfo, signatureAlgorithm, signWith } from './private-key.js';

/** What a new certificate says. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly serial: bigint;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** 4 or 16 bytes each. */
  readonly ipAddresses: readonly Uint8Array[];
  readonly dnsNames: readonly string[];
  readonly isAuthority: boolean;
}

/** Who signs: a certificate that exists, or the new one itself. */
export interface Issuer {
  readonly key: PrivateKey;
  /** The name as it stands in the certificate of the issuer; undefined for a self-signed one. */
  readonly subject: Uint8Array | undefined;
  readonly keyId: Uint8Array | undefined;
}

const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;
const COMMON_NAME = '2.5.4.3';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const TRUE = Uint8Array.of(TAG.boolean, 1, 0xff);

/** Creates and signs a certificate. @returns its DER */
export function createCertificate(request: CertificateRequest, subjectKey: PrivateKey, issuer: Issuer): Uint8Array {
  const { key: signer } = issuer;
  if (signer.kind === 'dsa')
    throw new GoError('error creating certificate: x509: certificate private key does not implement crypto.Signer');
  if (subjectKey.kind === 'dsa')
    throw new GoError('error creating certificate: x509: unsupported public key type: *dsa.PublicKey');
  const subject = nameOf(request.commonName);
  const keyId = request.isAuthority ? sha256(publicKeyBits(subjectKey)).slice(0, 20) : undefined;
  const toBeSigned = sequence(
    element(0xa0, integer(2n)),
    integer(request.serial),
    signatureAlgorithm(signer),
    issuer.subject ?? subject,
    sequence(timeElement(request.notBeforeMs), timeElement(request.notAfterMs)),
    subject,
    publicKeyInfo(subjectKey),
    element(0xa3, sequence(...extensions(request, keyId, authorityKeyId(issuer, subject)))),
  );
  return sequence(toBeSigned, signatureAlgorithm(signer), bitString(signWith(signer, toBeSigned)));
}

/** The key identifier of the issuer, unless the certificate is signed by its own name. */
function authorityKeyId({ subject, keyId }: Issuer, own: Uint8Array): Uint8Array | undefined {
  const isSelf =
    subject === undefined || (subject.length === own.length && subject.every((byte, at) => byte === own[at]));
  return isSelf ? undefined : keyId;
}

function nameOf(commonName: string): Uint8Array {
  if (commonName === '') return sequence();
  const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(commonName);
  const value = element(printable ? TAG.printableString : TAG.utf8String, textToBytes(commonName));
  return sequence(element(TAG.set, sequence(objectId(COMMON_NAME), value)));
}

function timeElement(milliseconds: number): Uint8Array {
  const moment = momentOfMs(milliseconds, UTC);
  const year = Number(formatTime(moment, '2006'));
  if (year < 0 || year > 9999)
    throw new GoError('error creating certificate: asn1: structure error: cannot represent time as GeneralizedTime');
  const short = year >= 1950 && year < 2050;
  const text = formatTime(moment, short ? '060102150405Z' : '20060102150405Z');
  return element(short ? TAG.utcTime : TAG.generalizedTime, textToBytes(text));
}

function extensions(
  request: CertificateRequest,
  subjectKeyId: Uint8Array | undefined,
  issuerKeyId: Uint8Array | undefined,
): Uint8Array[] {
  const { isAuthority } = request;
  // Digital signature and key encipherment; an authority also signs certificates.
  const usage = isAuthority ? bitString(Uint8Array.of(0xa4), 2) : bitString(Uint8Array.of(0xa0), 5);
  const names = alternativeNames(request);
  return [
    extension(EXTENSION.keyUsage, usage, true),
    extension(EXTENSION.extendedKeyUsage, sequence(objectId(SERVER_AUTH), objectId(CLIENT_AUTH)), false),
    extension(EXTENSION.basicConstraints, isAuthority ? sequence(TRUE) : sequence(), true),
    ...(subjectKeyId === undefined ? [] : [extension(EXTENSION.subjectKeyId, octetString(subjectKeyId), false)]),
    ...(issuerKeyId === undefined
      ? []
      : [extension(EXTENSION.authorityKeyId, sequence(element(0x80, issuerKeyId)), false)]),
    ...(names.length === 0 ? [] : [extension(EXTENSION.subjectAltName, sequence(...names), false)]),
  ];
}

function extension(oid: string, value: Uint8Array, critical: boolean): Uint8Array {
  return sequence(objectId(oid), ...(critical ? [TRUE] : []), octetString(value));
}

function alternativeNames({ dnsNames, ipAddresses }: CertificateRequest): Uint8Array[] {
  return [
    ...dnsNames.map((name) => element(0x82, textToBytes(name))),
    ...ipAddresses.map((address) => element(0x87, address)),
  ];
}

/** What signing needs of a certificate. @returns undefined when it is malformed */
export function readIssuer(
  certificate: Uint8Array,
): { readonly subject: Uint8Array; readonly keyId: Uint8Array | undefined } | undefined {
  const [toBeSigned] = readSequence(certificate) ?? [];
  const fields = toBeSigned === undefined ? [] : (readSequence(toBeSigned.raw) ?? []);
  const withoutVersion = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [serial, , issuer, , subject, publicKey, ...optional] = withoutVersion;
  if (serial?.tag !== TAG.integer || issuer === undefined || subject === undefined || publicKey === undefined) {
    return undefined;
  }
  return { subject: subject.raw, keyId: subjectKeyIdOf(optional.find(({ tag }) => tag === 0xa3)) };
}

function subjectKeyIdOf(extensionsField: DerElement | undefined): Uint8Array | undefined {
  const list = extensionsField === undefined ? [] : (readSequence(extensionsField.content) ?? []);
  for (const entry of list) {
    const parts = readSequence(entry.raw) ?? [];
    if (objectIdOf(parts[0]) !== EXTENSION.subjectKeyId) continue;
    return readElements(parts.at(-1)?.content ?? new Uint8Array())?.[0]?.content;
  }
  return undefined;
}
