import type { X509Certificate } from 'node:crypto';
import { isJsonObject } from '@gotk/json';
import { parseObject } from '../read-manifest.js';
import { isRevocable, requireCodeSigningChain, subjectOf } from './certificate-chain.js';
import { isSubset, nameOfCertificate, parseDistinguishedName } from './distinguished-name.js';
import type { Envelope } from './envelope.js';
import { parseCoseEnvelope } from './parse-cose-envelope.js';
import { parseJwsEnvelope } from './parse-jws-envelope.js';
import type { TrustStatement } from './trust-policy.js';
import type { ValidationType } from './verification-level.js';

const PAYLOAD = 'application/vnd.cncf.notary.payload.v1+json';
const PLUGIN = 'io.cncf.notary.verificationPlugin';
const SUBJECT = 'x509.subject:';

/** What a signature must be of. */
export interface Artifact {
  readonly mediaType: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface JudgeOptions {
  /** Of the envelope. */
  readonly mediaType: string;
  readonly envelope: Uint8Array;
  readonly artifact: Artifact;
  readonly statement: TrustStatement;
  readonly trusted: readonly X509Certificate[];
  readonly nowMs: number;
}

/** Whether a signature counts; `ignored` where the policy does not insist on who has signed. */
export type Judgement =
  | { readonly kind: 'verified' | 'ignored' }
  | { readonly kind: 'refused'; readonly problem: string };

/** Judges a signature by a statement of a trust policy: what is enforced must hold, what is logged need not. */
export function judgeSignature(options: JudgeOptions): Judgement {
  const { statement, mediaType, envelope: bytes, artifact } = options;
  const enforcement = statement.enforcement;
  try {
    const envelope = readEnvelope(mediaType, bytes);
    let isAuthentic = true;
    for (const [type, problemOf] of CHECKS) {
      const action = enforcement?.[type] ?? 'enforce';
      const problem = action === 'skip' ? undefined : problemOf(envelope, options);
      if (problem !== undefined && action === 'enforce') return { kind: 'refused', problem };
      if (problem !== undefined && type === 'authenticity') isAuthentic = false;
    }
    requireTarget(envelope, artifact);
    return { kind: isAuthentic ? 'verified' : 'ignored' };
  } catch (error) {
    return { kind: 'refused', problem: error instanceof Error ? error.message : String(error) };
  }
}

function readEnvelope(mediaType: string, bytes: Uint8Array): Envelope {
  const envelope = parseEnvelope(mediaType, bytes);
  requireChain(envelope);
  if (envelope.contentType !== PAYLOAD) {
    const wanted = `payload content type ${JSON.stringify(envelope.contentType)} not supported`;
    throw new Error(wanted);
  }
  const { criticalAttributes: critical } = envelope;
  if (critical.includes(PLUGIN)) throw new Error('plugin unsupported due to nil verifier.pluginManager');
  if (critical.length === 0) return envelope;
  throw new Error(`the signature has critical attributes that nobody here understands: [${critical.join(' ')}]`);
}

function requireChain({ chain }: Envelope): void {
  try {
    requireCodeSigningChain(chain);
  } catch (cause) {
    throw new Error(`certificate-chain is invalid, ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function parseEnvelope(mediaType: string, bytes: Uint8Array): Envelope {
  if (mediaType === 'application/jose+json') return parseJwsEnvelope(bytes);
  if (mediaType === 'application/cose') return parseCoseEnvelope(bytes);
  const wrong = `signature envelope format with media type ${JSON.stringify(mediaType)} is not supported`;
  throw new Error(`unable to parse the digital signature, error : ${wrong}`);
}

type Check = (envelope: Envelope, options: JudgeOptions) => string | undefined;

const CHECKS: readonly (readonly [ValidationType, Check])[] = [
  ['authenticity', trustProblem],
  ['authenticity', identityProblem],
  ['expiry', expiryProblem],
  ['authenticTimestamp', timeProblem],
  ['revocation', revocationProblem],
];

/** A certificate of the chain must be trusted. */
function trustProblem({ chain, scheme }: Envelope, { statement, trusted }: JudgeOptions): string | undefined {
  const store = scheme === 'notary.x509' ? 'ca:' : 'signingAuthority:';
  const hasStore = statement.trustStores.some((each) => each.startsWith(store));
  if (!hasStore || trusted.length === 0) return 'no trusted certificates are found to verify authenticity';
  const isTrusted = chain.some((each) => trusted.some(({ raw }) => raw.equals(each.raw)));
  if (isTrusted) return undefined;
  return "the signature's certificate chain does not contain any trusted certificate";
}

function identityProblem({ chain }: Envelope, { statement }: JudgeOptions): string | undefined {
  const { trustedIdentities, name } = statement;
  if (trustedIdentities.includes('*')) return undefined;
  const policy = `the trust policy ${JSON.stringify(name)}`;
  const subjects = trustedIdentities
    .filter((each) => each.startsWith(SUBJECT))
    .map((each) => each.slice(SUBJECT.length));
  if (subjects.length === 0) return `no x509 trusted identities are configured in ${policy}`;
  const holder = parseHolder(chain[0]);
  if (typeof holder === 'string') return holder;
  if (subjects.some((each) => isSubset(parseDistinguishedName(each), holder))) return undefined;
  const listed = subjects.map((each) => JSON.stringify(each)).join(' ');
  const wrong = 'signing certificate from the digital signature does not match the X.509 trusted identities';
  return `${wrong} [${listed}] defined in ${policy}`;
}

/** @returns the holder's name; or what is wrong with it. */
function parseHolder(certificate: X509Certificate | undefined): ReturnType<typeof parseDistinguishedName> | string {
  try {
    return parseDistinguishedName(nameOfCertificate(certificate?.subject ?? ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const wrong = 'error while parsing the certificate subject from the digital signature';
    return `${wrong}. error : ${JSON.stringify(reason)}`;
  }
}

function expiryProblem({ expiryMs }: Envelope, { nowMs }: JudgeOptions): string | undefined {
  if (expiryMs === undefined || nowMs < expiryMs) return undefined;
  return `digital signature has expired on ${JSON.stringify(new Date(expiryMs).toUTCString())}`;
}

/** Without a time stamp that is trusted, certificates must be valid now. */
function timeProblem(
  { chain, scheme, signingTimeMs }: Envelope,
  { statement, nowMs }: JudgeOptions,
): string | undefined {
  if (scheme === 'notary.x509.signingAuthority') {
    const invalid = chain.find((each) => !isValidAt(each, signingTimeMs));
    if (invalid === undefined) return undefined;
    const when = JSON.stringify(new Date(signingTimeMs).toUTCString());
    return `certificate ${subjectOf(invalid)} was not valid when the digital signature was produced at ${when}`;
  }
  const invalid = chain.find((each) => !isValidAt(each, nowMs));
  const hasStamps = statement.trustStores.some((each) => each.startsWith('tsa:'));
  if (hasStamps && (invalid !== undefined || statement.verifyTimestamp !== 'afterCertExpiry')) {
    return 'trust stores of the type "tsa" are not supported yet: the time stamp of the signature cannot be verified';
  }
  if (invalid === undefined) return undefined;
  const isEarly = nowMs < Date.parse(invalid.validFrom);
  const place = `certificate ${subjectOf(invalid)} validity period`;
  if (isEarly)
    return `verification time is before ${place}, it will be valid from ${JSON.stringify(invalid.validFrom)}`;
  return `verification time is after ${place}, it was expired at ${JSON.stringify(invalid.validTo)}`;
}

function isValidAt({ validFrom, validTo }: X509Certificate, timeMs: number): boolean {
  return timeMs >= Date.parse(validFrom) && timeMs <= Date.parse(validTo);
}

/** Nobody is asked: what could be revoked is of unknown state. */
function revocationProblem({ chain }: Envelope): string | undefined {
  const revocable = chain.slice(0, -1).find(isRevocable);
  if (revocable === undefined) return undefined;
  return `signing certificate with subject ${subjectOf(revocable)} revocation status is unknown`;
}

function requireTarget({ payload }: Envelope, { mediaType, digest, sizeBytes }: Artifact): void {
  const { targetArtifact: target } = parseObject(payload);
  const isSame =
    isJsonObject(target) &&
    target['mediaType'] === mediaType &&
    target['digest'] === digest &&
    target['size'] === sizeBytes;
  if (!isSame) throw new Error('content descriptor mismatch');
}
