import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import {
  derBits,
  derBoolean,
  derElement,
  derIdentifier,
  derInteger,
  derOctets,
  derSequence,
  derSet,
  derText,
  derTime,
} from './der.js';

const DAY_MS = 24 * 3600 * 1000;
const VALID_DAYS = 3650;
const ECDSA_SHA256 = derSequence(derIdentifier('1.2.840.10045.4.3.2'));
const CA_NAME = 'embedded-kubernetes-ca';

/** What a TLS server needs, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate that says of itself that it may sign others, in PEM. */
export function makeAuthorityCertificate(privateKey: KeyObject, nowMs: number): string {
  const publicKey = createPublicKey(privateKey);
  const certificate = certificateOf({
    signer: privateKey,
    nowMs,
    subject: CA_NAME,
    publicKey,
    extensions: [
      extension('2.5.29.19', derSequence(derBoolean(true)), true),
      extension('2.5.29.15', derBits(Buffer.from([0b0000_0110]), 1), true),
      extension('2.5.29.14', derOctets(keyId(publicKey))),
    ],
  });
  return renderPem(certificate);
}

/** A server certificate for these hosts (names or IP addresses), signed by the authority's key. */
export function makeServerCertificate(
  authority: KeyObject,
  hosts: readonly string[],
  nowMs: number,
): ServerCertificate {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = certificateOf({
    signer: authority,
    nowMs,
    subject: 'embedded-kubernetes',
    publicKey: keys.publicKey,
    extensions: [
      extension('2.5.29.15', derBits(Buffer.from([0b1000_0000]), 7), true),
      extension('2.5.29.37', derSequence(derIdentifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.35', derSequence(derElement(0x80, keyId(createPublicKey(authority))))),
      extension('2.5.29.17', derSequence(...hosts.map(alternativeName))),
    ],
  });
  return { key: String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })), cert: renderPem(cert) };
}

interface CertificateParts {
  readonly signer: KeyObject;
  readonly nowMs: number;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Uint8Array[];
}

function certificateOf({ signer, nowMs, subject, publicKey, extensions }: CertificateParts): Uint8Array {
  const body = derSequence(
    derElement(0xa0, derInteger(Buffer.from([2]))),
    derInteger(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    nameOf(CA_NAME),
    derSequence(derTime(nowMs - DAY_MS), derTime(nowMs + VALID_DAYS * DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    derElement(0xa3, derSequence(...extensions)),
  );
  return derSequence(body, ECDSA_SHA256, derBits(sign('sha256', body, signer)));
}

function nameOf(commonName: string): Uint8Array {
  return derSequence(derSet(derSequence(derIdentifier('2.5.4.3'), derText(commonName))));
}

function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return derSequence(derIdentifier(id), ...(critical ? [derBoolean(true)] : []), derOctets(value));
}

function alternativeName(host: string): Uint8Array {
  if (isIPv4(host)) return derElement(0x87, Buffer.from(host.split('.').map(Number)));
  if (isIPv6(host)) return derElement(0x87, ipv6Bytes(host));
  return derElement(0x82, Buffer.from(host));
}

function ipv6Bytes(host: string): Uint8Array {
  const [left = '', right] = host.split('::');
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const tail = groups(right);
  const head = groups(left);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return Buffer.from(
    [...head, ...zeros, ...tail].flatMap((group) => [
      Number.parseInt(group, 16) >> 8,
      Number.parseInt(group, 16) & 0xff,
    ]),
  );
}

function keyId(key: KeyObject): Uint8Array {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function renderPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
