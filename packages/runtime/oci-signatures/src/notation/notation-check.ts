import { X509Certificate } from 'node:crypto';
import { renderReference } from '@gotk/oci';
import { layersOf, MAX_SIGNATURE_BYTES } from '../read-manifest.js';
import type { SignatureCheck, SignedManifest } from '../signature-check.js';
import type { Artifact } from './judge-signature.js';
import { parseTrustPolicy, requireStatement, type TrustStatement } from './trust-policy.js';

const SIGNATURE_TYPE = 'application/vnd.cncf.notary.signature';
/** Signatures that are looked at, as in Flux. */
const MAX_ATTEMPTS = 3;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

export interface NotationOptions {
  /** A trust policy document, in JSON. */
  readonly trustPolicy: string;
  /** Those that are trusted, in PEM or DER. They are in every trust store that the policy names. */
  readonly certificates: readonly Uint8Array[];
  readonly nowMs: () => number;
}

/**
 * Whether a manifest was signed by somebody whom a trust policy of the Notary Project trusts, as `notation sign` does.
 *
 * A signature that needs a plugin is refused, as in Flux. A time stamp of an authority is not looked at yet, and certificates
 * that say where their revocation can be asked for count as of unknown state: what the policy's level says of that decides.
 *
 * @throws Error for a policy or certificates that are none.
 */
export function notationCheck({ trustPolicy, certificates, nowMs }: NotationOptions): SignatureCheck {
  const statements = parseTrustPolicy(trustPolicy);
  const trusted = certificates.flatMap(parseCertificates);
  return async (signed, signal) => {
    const reference = renderReference({ ...signed.name, digest: signed.digest });
    const statement = requireStatement(statements, reference);
    if (statement.enforcement === undefined) return 'ignored';
    return checkSignatures(signed, { statement, trusted, nowMs: nowMs(), reference }, signal);
  };
}

/** The first of a file in PEM, as in Flux; or one in DER. */
function parseCertificates(content: Uint8Array): readonly X509Certificate[] {
  const [pem] = Buffer.from(content).toString('latin1').match(PEM) ?? [];
  try {
    return [new X509Certificate(pem ?? content)];
  } catch (cause) {
    throw new Error(`failed to parse certificate: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

interface Question {
  readonly statement: TrustStatement;
  readonly trusted: readonly X509Certificate[];
  readonly nowMs: number;
  readonly reference: string;
}

async function checkSignatures(
  signed: SignedManifest,
  question: Question,
  signal: AbortSignal,
): Promise<'verified' | 'ignored'> {
  const { client, name, digest } = signed;
  const manifest = await client.fetchManifest(name, digest, signal);
  const artifact: Artifact = { mediaType: manifest.mediaType, digest, sizeBytes: manifest.bytes.length };
  const referrers = await client.listReferrers(name, digest, signal);
  const signatures = referrers.filter(({ artifactType }) => artifactType === SIGNATURE_TYPE);
  if (signatures.length === 0) {
    const missing = `no signature is associated with ${JSON.stringify(question.reference)}`;
    throw new Error(`${missing}, make sure the artifact was signed successfully`);
  }
  const { judgeSignature } = await import('./judge-signature.js');
  const problems = ['signature verification failed'];
  for (const { digest: signature } of signatures.slice(0, MAX_ATTEMPTS)) {
    const found = await readSignature(signed, signature, signal);
    const judgement = judgeSignature({ ...found, ...question, artifact });
    if (judgement.kind !== 'refused') return judgement.kind;
    problems.push(`failed to verify signature with digest ${signature}, ${judgement.problem}`);
  }
  if (signatures.length < MAX_ATTEMPTS) throw new Error(problems.join('\n'));
  const limit = `The configured limit of ${MAX_ATTEMPTS} signatures to verify per artifact exceeded`;
  throw new Error(`signature evaluation stopped. ${limit}`);
}

async function readSignature(
  { client, name }: SignedManifest,
  digest: string,
  signal: AbortSignal,
): Promise<{ readonly mediaType: string; readonly envelope: Uint8Array }> {
  const [layer] = layersOf(await client.fetchManifest(name, digest, signal));
  if (layer === undefined) throw new Error(`the signature ${digest} has no layer`);
  const blob = { digest: layer.digest, limitBytes: MAX_SIGNATURE_BYTES };
  return { mediaType: layer.mediaType, envelope: await client.fetchBlob(name, blob, signal) };
}
