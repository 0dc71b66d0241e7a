import type { ReconcileContext } from '@gotk/controller-runtime';
import { isJsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { anonymous, type CredentialLookup, dockerConfigCredentials } from '@gotk/oci';
import { readSecret, type SecretData } from './read-secret.js';

/** The image pull secrets of a ServiceAccount in the namespace of the object. @throws Error in Flux's words */
export async function readPullSecrets(
  context: ReconcileContext<KubeObject>,
  serviceAccountName: string,
): Promise<readonly SecretData[]> {
  const fullName = `${context.key.namespace}/${serviceAccountName}`;
  const account = await findServiceAccount(context, serviceAccountName).catch((cause: unknown) => {
    throw new Error(`failed to get serviceaccount '${fullName}': ${messageOf(cause)}`, { cause });
  });
  if (account === undefined) throw new Error(`serviceaccount '${fullName}' not found`);
  const references = fieldOf(account, 'imagePullSecrets');
  const names = (Array.isArray(references) ? references : []).flatMap((reference) =>
    isJsonObject(reference) && typeof reference['name'] === 'string' ? [reference['name']] : [],
  );
  return Promise.all(names.map((name) => readPullSecret(context, { name, fullName })));
}

async function findServiceAccount(
  { client, key, signal }: ReconcileContext<KubeObject>,
  name: string,
): Promise<KubeObject | undefined> {
  return client.find({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: key.namespace, name }, undefined, signal);
}

async function readPullSecret(
  context: ReconcileContext<KubeObject>,
  { name, fullName }: { readonly name: string; readonly fullName: string },
): Promise<SecretData> {
  try {
    return await readSecret(context, name);
  } catch (cause) {
    const missing = isApiError(cause, 'NotFound') ? `secrets ${JSON.stringify(name)} not found` : messageOf(cause);
    throw new Error(`failed to get image pull secret for serviceaccount '${fullName}': ${missing}`, { cause });
  }
}

/** The credentials that image pull secrets hold; of several that know a repository, the first one's. */
export function pullSecretCredentials(secrets: readonly SecretData[]): CredentialLookup {
  const lookups = secrets.flatMap((secret) => {
    const config = secret.get('.dockerconfigjson') ?? legacyConfig(secret.get('.dockercfg'));
    return config === undefined ? [] : [dockerConfigCredentials(config)];
  });
  if (lookups.length === 0) return anonymous;
  return (name) =>
    lookups.map((lookup) => lookup(name)).find(({ kind }) => kind !== 'anonymous') ?? { kind: 'anonymous' };
}

/** A `.dockercfg` is what stands under `auths` in today's form. */
function legacyConfig(config: string | undefined): string | undefined {
  return config === undefined ? undefined : `{"auths":${config}}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
