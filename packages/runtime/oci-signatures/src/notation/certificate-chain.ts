import type { X509Certificate } from 'node:crypto';
import { X509Certificate as Extensions } from '@sigstore/core';
import { nameOfCertificate } from './distinguished-name.js';
import { algorithmOf } from './signature-algorithm.js';

const KEY_USAGE = '2.5.29.15';
/** Bits of the key usage, in their order. */
const USAGES = [
  ...['DigitalSignature', 'ContentCommitment', 'KeyEncipherment', 'DataEncipherment', 'KeyAgreement', 'CertSign'],
  ...['CRLSign', 'EncipherOnly', 'DecipherOnly'],
];
const ALLOWED = ['DigitalSignature', 'ContentCommitment'];
const EXCLUDED: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'ServerAuth',
  '1.3.6.1.5.5.7.3.2': 'ClientAuth',
  '1.3.6.1.5.5.7.3.4': 'EmailProtection',
  '1.3.6.1.5.5.7.3.8': 'Timestamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};
const REVOCATION = ['1.3.6.1.5.5.7.1.1', '2.5.29.31'];

/**
 * Whether certificates make a chain for the signing of code, from the signer's to a root that has signed itself.
 * @throws Error in notation's words.
 */
export function requireCodeSigningChain(chain: readonly X509Certificate[]): void {
  for (const [at, certificate] of chain.entries()) {
    const parent = chain[at + 1];
    if (parent === undefined) requireSelfSigned(certificate, at === 0);
    else requireIssuer(certificate, parent, at);
    if (at === 0) requireLeaf(certificate);
    else requireAuthority(certificate, at - 1);
  }
}

/** The name of a certificate's holder, in quotes, for people. */
export function subjectOf({ subject }: X509Certificate): string {
  return JSON.stringify(nameOfCertificate(subject));
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function requireSelfSigned(certificate: X509Certificate, isAlone: boolean): void {
  const isSelfIssued = certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  if (isSelfIssued && (isAlone || isIssuedBy(certificate, certificate))) return;
  if (isAlone) throw new Error(`invalid self-signed certificate. subject: ${subjectOf(certificate)}`);
  const wanted = 'Certificate chain must end with a valid self-signed root certificate';
  throw new Error(`root certificate with subject ${subjectOf(certificate)} is not self-signed. ${wanted}`);
}

function requireIssuer(certificate: X509Certificate, parent: X509Certificate, at: number): void {
  const what = at === 0 ? 'leaf' : 'intermediate';
  if (isIssuedBy(certificate, certificate)) {
    const wanted = `Certificate chain must not contain self-signed ${what} certificate`;
    throw new Error(`${what} certificate with subject ${subjectOf(certificate)} is self-signed. ${wanted}`);
  }
  if (isIssuedBy(certificate, parent)) return;
  throw new Error(`certificate with subject ${subjectOf(certificate)} is not issued by ${subjectOf(parent)}`);
}

function requireLeaf(certificate: X509Certificate): void {
  const named = `certificate with subject ${subjectOf(certificate)}`;
  if (certificate.ca) {
    throw new Error(`${named}: if the basic constraints extension is present, the ca field must be set to false`);
  }
  const usages = requireKeyUsage(certificate);
  if (!usages.includes('DigitalSignature')) {
    const wanted = 'The key usage must have the bit positions for "Digital Signature" set';
    throw new Error(`the ${named} is invalid. ${wanted}`);
  }
  const surplus = usages.filter((usage) => !ALLOWED.includes(usage)).map((usage) => JSON.stringify(usage));
  if (surplus.length > 0) {
    const wanted = 'The key usage must be "Digital Signature" only';
    throw new Error(`the ${named} is invalid. ${wanted}, but found ${surplus.join(', ')}`);
  }
  // Node calls the extended usages so.
  const excluded = (certificate.keyUsage ?? []).map((usage) => EXCLUDED[usage]).find((usage) => usage !== undefined);
  if (excluded !== undefined) throw new Error(`${named}: extended key usage must not contain ${excluded} eku`);
  requireKey(certificate, named);
}

function requireKey({ publicKey }: X509Certificate, named: string): void {
  try {
    algorithmOf(publicKey);
  } catch (cause) {
    throw new Error(`${named}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function requireAuthority(certificate: X509Certificate, pathLength: number): void {
  const named = `certificate with subject ${subjectOf(certificate)}`;
  const constraints = extensionsOf(certificate).extBasicConstraints;
  if (!certificate.ca || constraints?.isCA !== true) {
    throw new Error(`${named}: ca field in basic constraints must be present, critical, and set to true`);
  }
  const { pathLenConstraint: longest } = constraints;
  if (longest !== undefined && longest < pathLength) {
    const found = `expected path length of ${pathLength} but certificate has path length ${longest} instead`;
    throw new Error(`${named}: ${found}`);
  }
  if (requireKeyUsage(certificate).includes('CertSign')) return;
  throw new Error(`${named}: key usage must have the bit positions for key cert sign set`);
}

function requireKeyUsage(certificate: X509Certificate): readonly string[] {
  const extension = extensionsOf(certificate).extension(KEY_USAGE);
  const named = `certificate with subject ${subjectOf(certificate)}`;
  if (extension === undefined) throw new Error(`${named}: key usage extension must be present`);
  if (!extension.critical) throw new Error(`${named}: key usage extension must be marked critical`);
  const bits = extension.valueObj.subs[0]?.toBitString() ?? [];
  return USAGES.filter((_usage, bit) => bits[bit] === 1);
}

function extensionsOf({ raw }: X509Certificate): Extensions {
  return Extensions.parse(Buffer.from(raw));
}

/** Whether a certificate says where its revocation could be asked for. */
export function isRevocable(certificate: X509Certificate): boolean {
  const extensions = extensionsOf(certificate);
  return REVOCATION.some((oid) => extensions.extension(oid) !== undefined);
}
