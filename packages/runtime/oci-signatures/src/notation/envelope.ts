import { X509Certificate } from 'node:crypto';

/** An envelope whose signature is genuine; who has signed is another question. */
export interface Envelope {
  /** What was signed. */
  readonly payload: Uint8Array;
  readonly contentType: string;
  /** Such as `PS256`. */
  readonly algorithm: string;
  readonly scheme: SigningScheme;
  readonly signingTimeMs: number;
  readonly expiryMs: number | undefined;
  /** The signer's certificate first. */
  readonly chain: readonly X509Certificate[];
  /** Attributes beyond notation's own that must be understood. */
  readonly criticalAttributes: readonly string[];
}

export type SigningScheme = 'notary.x509' | 'notary.x509.signingAuthority';

/** Names of the signed attributes. */
export const ATTRIBUTES = {
  expiry: 'io.cncf.notary.expiry',
  scheme: 'io.cncf.notary.signingScheme',
  signingTime: 'io.cncf.notary.signingTime',
  authenticSigningTime: 'io.cncf.notary.authenticSigningTime',
} as const;

const OWN: readonly string[] = Object.values(ATTRIBUTES);

/** Certificates in DER. @throws Error when there are none, or one is none. */
export function parseChain(certificates: readonly Uint8Array[]): readonly [X509Certificate, ...X509Certificate[]] {
  const [leaf, ...others] = certificates.map(parseCertificate);
  if (leaf === undefined) throw new Error('certificate chain is not present');
  return [leaf, ...others];
}

function parseCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new Error('malformed leaf certificate', { cause });
  }
}

/** Signed attributes, in whatever form the envelope is. */
export interface SignedAttributes {
  /** Names of those that are there. */
  readonly names: readonly string[];
  /** Names of those that must be understood. */
  readonly critical: readonly string[];
  readonly scheme: unknown;
  /** The time under a name, in milliseconds. @throws Error when it is none. */
  timeOf(name: string): number | undefined;
}

/** What is common to the forms of envelopes. @throws Error for attributes that are missing or not marked as critical. */
export function readAttributes(
  attributes: SignedAttributes,
): Pick<Envelope, 'scheme' | 'signingTimeMs' | 'expiryMs' | 'criticalAttributes'> {
  const { names, critical } = attributes;
  const scheme = requireScheme(attributes.scheme);
  const isAuthority = scheme === 'notary.x509.signingAuthority';
  const { expiry, signingTime, authenticSigningTime } = ATTRIBUTES;
  const required = [
    ATTRIBUTES.scheme,
    ...(isAuthority ? [authenticSigningTime] : []),
    ...(names.includes(expiry) ? [expiry] : []),
  ];
  const unmarked = required.filter((name) => !critical.includes(name));
  if (unmarked.length > 0) {
    throw new Error(`these required headers are not marked as critical: [${unmarked.join(' ')}]`);
  }
  const absent = critical.find((name) => !names.includes(name));
  if (absent !== undefined) throw new Error(`critical header ${JSON.stringify(absent)} is missing`);
  const signingTimeMs = attributes.timeOf(isAuthority ? authenticSigningTime : signingTime);
  if (signingTimeMs === undefined) throw new Error('signing-time not present');
  const expiryMs = attributes.timeOf(expiry);
  if (expiryMs !== undefined && expiryMs <= signingTimeMs) {
    throw new Error('expiry cannot be equal or before the signing time');
  }
  return { scheme, signingTimeMs, expiryMs, criticalAttributes: critical.filter((name) => !OWN.includes(name)) };
}

function requireScheme(value: unknown): SigningScheme {
  if (value === 'notary.x509' || value === 'notary.x509.signingAuthority') return value;
  throw new Error(`unsupported signingScheme: ${typeof value === 'string' ? value : ''}`);
}
