import type { ReconcileContext } from '@gotk/controller-runtime';
import { type OciClient, renderReference } from '@gotk/oci';
import type { SignatureCheck, SignedManifest } from '@gotk/oci-signatures';
import { currentArtifact } from '../../artifact/artifact-status.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import { describeVerifier, type Verify } from '../../signatures/parse-verify.js';
import { readSignatureChecks } from '../../signatures/read-signature-checks.js';
import type { SourceDeps } from '../../source-deps.js';
import type { OciRepository } from '../parse-oci-repository.js';
import type { RemoteArtifact } from './resolve-artifact.js';

type Context = ReconcileContext<OciRepository>;

export interface VerifyOptions {
  readonly client: OciClient;
  readonly remote: RemoteArtifact;
}

/** Looks for the signature that `spec.verify` asks for, unless it has been found for this revision and this spec before. */
export async function verifyArtifact(
  deps: SourceDeps,
  context: Context,
  { client, remote: { revision, digest, reference }, signal }: VerifyOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { object, status } = context;
  const { verify } = object.decoded;
  if (verify === undefined) return status.removeConditions('SourceVerified');
  if (isVerified(context, revision)) return;
  const { registry, repository } = reference;
  const name = { registry, repository };
  const subject = renderReference({ ...name, digest });
  const message = `failed to verify the signature using provider '${describeVerifier(verify)}'`;
  const result = await tellingFailures(
    { condition: 'SourceVerified', reason: 'VerificationError', message },
    async () => {
      const checks = await readSignatureChecks(deps, context, { verify, subject });
      return runChecks({ checks, verify, subject, signed: { client, name, digest } }, signal);
    },
  );
  // A policy that asks for nothing proves nothing.
  if (result === 'ignored') return status.removeConditions('SourceVerified');
  const verified = `verified signature of revision ${revision}`;
  status.mark({ type: 'SourceVerified', status: 'True', reason: 'Succeeded', message: verified });
}

function isVerified({ object, status }: Context, revision: string): boolean {
  const before = status.condition('SourceVerified');
  const isCurrent = before?.status === 'True' && before.observedGeneration === object.metadata.generation;
  return isCurrent && currentArtifact(status)?.revision === revision;
}

interface Checks {
  readonly checks: readonly SignatureCheck[];
  readonly verify: Verify;
  readonly subject: string;
  readonly signed: SignedManifest;
}

/** Of several keys it is not told what is wrong with each. */
async function runChecks(
  { checks, verify, subject, signed }: Checks,
  signal: AbortSignal,
): Promise<'verified' | 'ignored'> {
  const hasKeys = verify.provider === 'cosign' && verify.secretName !== undefined;
  for (const check of checks) {
    try {
      return await check(signed, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!hasKeys) throw error;
    }
  }
  throw new Error(`no matching signatures were found for '${subject}'`);
}
