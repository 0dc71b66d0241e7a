import { isJsonObject, type JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { isApiError } from '../api-error.js';
import type { KubeClient } from '../client.js';
import type { ClusterAccess, IssuedToken } from '../cluster-access.js';

export interface ConfigMapAccessOptions {
  /** The cluster that has the ConfigMap, and issues the tokens. */
  readonly client: KubeClient;
  readonly namespace: string;
  /** Of the ConfigMap. */
  readonly name: string;
  /** The account that is used where the ConfigMap names none; empty when there is none. */
  readonly defaultServiceAccount: string;
  /** Whether tokens may be issued for accounts of tenants (`ObjectLevelWorkloadIdentity`). */
  readonly allowsServiceAccounts: boolean;
}

/** Providers whose clouds would have to be asked for the cluster and a token. */
const CLOUDS: readonly string[] = ['aws', 'azure', 'gcp'];

/**
 * How to reach the cluster that a ConfigMap describes (`spec.kubeConfig.configMapRef`): with the `generic` provider, by the
 * address in it and a token that this cluster issues to a service account.
 *
 * @throws Error with Flux's text when the ConfigMap cannot be used; a LocatedError `unsupported-cloud` for the provider of a cloud.
 */
export async function clusterAccessFromConfigMap(
  options: ConfigMapAccessOptions,
  signal: AbortSignal,
): Promise<ClusterAccess> {
  const data = await readConfigMap(options, signal);
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  requireGeneric(text('provider'));
  const address = text('address');
  if (address === '') throw new Error('cluster address is required to create a REST config');
  const server = canonicalAddress(address);
  const account = text('serviceAccountName') || options.defaultServiceAccount;
  if (account === '') throw new Error('failed to create provider access token for the controller: no service account');
  if (!options.allowsServiceAccounts) throw new Error(NOT_ENABLED);
  await requireAccount(account, options, signal);
  const audiences = text('audiences')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const issue = (): Promise<IssuedToken> => issueToken(account, audiences.length === 0 ? [server] : audiences, options);
  const ca = text('ca.crt');
  return {
    server,
    namespace: 'default',
    tls: { ca: ca === '' ? undefined : { kind: 'data', data: ca }, insecureSkipVerify: false },
    credentials: { kind: 'issued', issue },
  };
}

const NOT_ENABLED = 'ObjectLevelWorkloadIdentity feature gate is not enabled';

function requireGeneric(provider: string): void {
  if (provider === 'generic') return;
  if (CLOUDS.includes(provider))
    throw new LocatedError({
      code: 'unsupported-cloud',
      message: `provider '${provider}' needs an identity of its cloud, which this controller cannot exchange`,
      hint: "Use the provider 'generic' with the address of the cluster, or a kubeconfig in a Secret.",
    });
  throw new Error(`provider '${provider}' not implemented`);
}

async function readConfigMap(
  { client, namespace, name }: ConfigMapAccessOptions,
  signal: AbortSignal,
): Promise<JsonObject> {
  let found: KubeObject;
  try {
    found = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name }, undefined, signal);
  } catch (error) {
    throw new Error(`failed to get configmap ${namespace}/${name}: ${textOf(error)}`, { cause: error });
  }
  const data = fieldOf(found, 'data');
  return isJsonObject(data) ? data : {};
}

/** `https://host:port`, the host in small letters. */
function canonicalAddress(address: string): string {
  const url = parseAddress(address.startsWith('http') ? address : `https://${address}`, address);
  if (url.protocol !== 'https:')
    throw new Error(`the Kubernetes API server address '${url.origin}' must use https scheme`);
  return `https://${url.hostname.toLowerCase()}:${url.port === '' ? '443' : url.port}`;
}

function parseAddress(text: string, address: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new Error(`failed to parse Kubernetes API server address '${address}': ${textOf(error)}`, { cause: error });
  }
}

async function requireAccount(
  name: string,
  { client, namespace, defaultServiceAccount }: ConfigMapAccessOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name }, undefined, signal);
  } catch (error) {
    const isDefault = isApiError(error, 'NotFound') && name === defaultServiceAccount;
    const problem = isDefault
      ? 'the specified default service account does not exist in the object namespace. your cluster is subject to multi-tenant workload identity lockdown, reach out to your cluster administrator for help'
      : textOf(error);
    throw new Error(`failed to get service account '${namespace}/${name}': ${problem}`, { cause: error });
  }
}

async function issueToken(
  name: string,
  audiences: readonly string[],
  { client, namespace }: ConfigMapAccessOptions,
): Promise<IssuedToken> {
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { namespace, name },
    spec: { audiences: [...audiences] },
  };
  const subresourceOf = { apiVersion: 'v1', kind: 'ServiceAccount' };
  try {
    const issued = await client.create<KubeObject>(request, { subresource: 'token', subresourceOf });
    const expires = fieldOf(issued, 'status', 'expirationTimestamp');
    return { token: String(fieldOf(issued, 'status', 'token')), expiresAtMs: Date.parse(String(expires)) };
  } catch (error) {
    const problem = `failed to create kubernetes token for service account '${namespace}/${name}': ${textOf(error)}`;
    throw new Error(problem, { cause: error });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
