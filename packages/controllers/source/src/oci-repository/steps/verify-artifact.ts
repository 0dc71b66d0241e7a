import type { ReconcileContext } from '@gotk/controller-runtime';
import { type OciClient, type OciReference, renderReference, verifyCosignKey } from '@gotk/oci';
import { readSecret } from '../../access/read-secret.js';
import { currentArtifact } from '../../artifact/artifact-status.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { OciRepository } from '../parse-oci-repository.js';
import type { RemoteArtifact } from './resolve-artifact.js';

type Context = ReconcileContext<OciRepository>;

export interface VerifyOptions {
  readonly client: OciClient;
  readonly remote: RemoteArtifact;
}

/** Looks for the signature that `spec.verify` asks for, unless it has been found for this revision and this spec before. */
export async function verifyArtifact(context: Context, options: VerifyOptions, signal: AbortSignal): Promise<void> {
  const { object, status } = context;
  const { verify } = object.decoded;
  if (verify === undefined) return status.removeConditions('SourceVerified');
  const { revision, digest, reference } = options.remote;
  if (isVerified(context, revision)) return;
  const message = `failed to verify the signature using provider '${verify.provider}'`;
  await tellingFailures({ condition: 'SourceVerified', reason: 'VerificationError', message }, async () => {
    const keys = await readPublicKeys(context, verify.secretName);
    const signed = { client: options.client, reference, digest };
    if (!(await isSignedByOne(keys, signed, signal))) {
      throw new Error(`no matching signatures were found for '${renderReference(reference)}'`);
    }
  });
  const verified = `verified signature of revision ${revision}`;
  status.mark({ type: 'SourceVerified', status: 'True', reason: 'Succeeded', message: verified });
}

function isVerified({ object, status }: Context, revision: string): boolean {
  const before = status.condition('SourceVerified');
  const isCurrent = before?.status === 'True' && before.observedGeneration === object.metadata.generation;
  return isCurrent && currentArtifact(status)?.revision === revision;
}

async function readPublicKeys(context: Context, secretName: string): Promise<readonly string[]> {
  const secret = await readSecret(context, secretName);
  return [...secret].filter(([name]) => name.endsWith('.pub')).map(([, key]) => key);
}

interface SignedArtifact {
  readonly client: OciClient;
  readonly reference: OciReference;
  readonly digest: string;
}

/** A key whose signature cannot be looked for counts as one that has not signed; one that is none does not. */
async function isSignedByOne(
  keys: readonly string[],
  { client, reference: name, digest }: SignedArtifact,
  signal: AbortSignal,
): Promise<boolean> {
  for (const publicKey of keys) {
    if (await verifyCosignKey(client, { name, digest, publicKey }, signal)) return true;
  }
  return false;
}
