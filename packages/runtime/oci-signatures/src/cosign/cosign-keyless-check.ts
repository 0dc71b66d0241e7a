import { compileRegex, type Regex } from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import type { SignedEntity, TrustMaterial } from '@sigstore/verify';
import type { SignatureCheck, SignedManifest } from '../signature-check.js';
import { type CosignSignatures, findSignatures } from './find-signatures.js';
import { refuseForeignEntries } from './log-entries.js';
import { digestOfPayload, statementOf } from './signed-digest.js';
import { bundleOfTagged } from './tagged-bundle.js';
import type { TrustedRootSource } from './trusted-root.js';

/** Who may have signed. Both are regular expressions of Go that match a part. */
export interface SignerIdentity {
  readonly issuer: string;
  readonly subject: string;
}

export interface KeylessOptions {
  readonly trustedRoot: TrustedRootSource;
  /** One of them is enough; none: whoever it was. */
  readonly identities: readonly SignerIdentity[];
}

/**
 * Whether a manifest was signed with a certificate that was given out for an identity, and whether the transparency log has
 * it, as `cosign sign` does without a key. What is needed for it stands beside the signature: only the trusted root is asked
 * from elsewhere.
 *
 * @throws Error for an identity that is no regular expression.
 */
export function cosignKeylessCheck({ trustedRoot, identities }: KeylessOptions): SignatureCheck {
  const matchers = identities.map(({ issuer, subject }) => ({
    issuer: compileRegex(issuer),
    subject: compileRegex(subject),
  }));
  return async (signed, signal) => {
    const trust = await trustedRoot();
    const found = await findSignatures(signed, signal);
    const candidates = candidatesOf(found, signed);
    if (candidates.length === 0) throw new Error('no signatures found');
    const problems: string[] = [];
    for (const candidate of candidates) {
      const problem = await problemOf(candidate, { trust, matchers });
      if (problem === undefined) return 'verified';
      problems.push(problem);
    }
    throw new Error(`no matching ${found.kind === 'bundles' ? 'attestations' : 'signatures'}: ${problems.join('\n ')}`);
  };
}

/** A signature that has not been looked at: its bundle, what was signed where that is not in it, and the digest it speaks of. */
type Candidate = () => {
  readonly bundle: JsonObject;
  readonly artifact?: Buffer;
};

function candidatesOf(found: CosignSignatures, { digest }: SignedManifest): readonly Candidate[] {
  if (found.kind === 'bundles') {
    return found.bundles.map((bundle) => () => {
      const subjects = statementOf(bundle)?.subjects ?? [];
      if (!subjects.includes(digest))
        throw new Error('provided artifact digest does not match any digest in statement');
      return { bundle };
    });
  }
  return found.signatures.map((signature) => () => {
    if (digestOfPayload(signature.payload) !== digest) throw new Error('invalid or missing digest in claim');
    return { bundle: bundleOfTagged(signature), artifact: Buffer.from(signature.payload) };
  });
}

interface Trust {
  readonly trust: TrustMaterial;
  readonly matchers: readonly { readonly issuer: Regex; readonly subject: Regex }[];
}

/** Why a signature does not count; `undefined` when it does. */
async function problemOf(candidate: Candidate, { trust, matchers }: Trust): Promise<string | undefined> {
  const { Verifier } = await import('@sigstore/verify');
  try {
    const found = candidate();
    const { identity } = new Verifier(trust).verify(await entityOf(found));
    refuseForeignEntries(found.bundle);
    const [subject = '', issuer = ''] = [identity?.subjectAlternativeName, identity?.extensions?.issuer];
    const isKnown = matchers.some((each) => matches(each.issuer, issuer) && matches(each.subject, subject));
    if (matchers.length === 0 || isKnown) return undefined;
    return `none of the expected identities matched what was in the certificate, got subjects [${subject}] with issuer ${issuer}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function entityOf({ bundle, artifact }: ReturnType<Candidate>): Promise<SignedEntity> {
  const { bundleFromJSON } = await import('@sigstore/bundle');
  const { toSignedEntity } = await import('@sigstore/verify');
  const entity = toSignedEntity(bundleFromJSON(bundle), artifact);
  if (entity.key.$case !== 'certificate') throw new Error('no certificate found on signature');
  return entity;
}

function matches(regex: Regex, text: string): boolean {
  return regex.find(text, 0) !== undefined;
}
