import { createHash } from 'node:crypto';
import type { HelmRelease } from '@gotk/flux-types';
import {
  type ClusterAccess,
  clusterAccessFromConfigMap,
  clusterAccessFromKubeConfig,
  createKubeClient,
  httpTransport,
  isApiError,
  type KubeClient,
  restrictAccess,
} from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** The client that a release acts with. */
export interface TenantClient {
  readonly client: KubeClient;
  /** Whether it acts in the cluster that this controller watches. */
  readonly isLocal: boolean;
}

export interface TenantClientsOptions {
  readonly client: KubeClient;
  readonly defaultServiceAccount: string;
  /** Of remote clusters in ConfigMaps that name no account; empty when there is none. */
  readonly defaultKubeConfigServiceAccount: string;
  /** Whether ConfigMaps may name accounts. */
  readonly allowsServiceAccounts: boolean;
  readonly allowExec: boolean;
  readonly allowInsecureTls: boolean;
  /** Opens a client for another cluster. Default: over HTTP. */
  readonly connect?: ((access: ClusterAccess) => KubeClient) | undefined;
}

const MAX_REMOTE_CLIENTS = 64;

/** Gives each HelmRelease the client it may act with: itself, its service account, or another cluster by kubeconfig. */
export class TenantClients {
  readonly #options: TenantClientsOptions;
  readonly #remote = new Map<string, TenantClient>();

  constructor(options: TenantClientsOptions) {
    this.#options = options;
  }

  /** @throws Error with Flux's text when the kubeconfig cannot be used. */
  async clientFor(object: HelmRelease, signal: AbortSignal): Promise<TenantClient> {
    const { client } = this.#options;
    if (object.spec.kubeConfig !== undefined) return this.#remoteClient(object, signal);
    const account = this.#accountOf(object);
    return { client: account === undefined ? client : client.impersonate({ user: account }), isLocal: true };
  }

  /** Whether the account that an object acts as is still there. */
  async canImpersonate(object: HelmRelease, signal: AbortSignal): Promise<boolean> {
    const name = this.#accountName(object);
    if (name === '') return true;
    const key = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: object.metadata.namespace, name };
    return (await this.#options.client.find(key, undefined, signal).catch(() => undefined)) !== undefined;
  }

  #accountName({ spec }: HelmRelease): string {
    const own = spec.serviceAccountName ?? '';
    return own === '' ? this.#options.defaultServiceAccount : own;
  }

  #accountOf(object: HelmRelease): string | undefined {
    const name = this.#accountName(object);
    return name === '' ? undefined : `system:serviceaccount:${object.metadata.namespace}:${name}`;
  }

  async #remoteClient(object: HelmRelease, signal: AbortSignal): Promise<TenantClient> {
    const access = await this.#accessFor(object, signal);
    const account = this.#accountOf(object);
    const id = createHash('sha256')
      .update(JSON.stringify([access, account, issuerOf(object, access)]))
      .digest('hex');
    const known = this.#remote.get(id);
    this.#remote.delete(id);
    const tenant = known ?? { client: this.#connect(access, account), isLocal: false };
    this.#remote.set(id, tenant);
    await this.#evictOldest();
    return tenant;
  }

  async #accessFor(object: HelmRelease, signal: AbortSignal): Promise<ClusterAccess> {
    const { client, defaultKubeConfigServiceAccount: defaultServiceAccount, allowsServiceAccounts } = this.#options;
    const { namespace = '' } = object.metadata;
    const { configMapRef, secretRef } = object.spec.kubeConfig ?? {};
    if (configMapRef !== undefined && secretRef === undefined) {
      const options = { client, namespace, name: configMapRef.name, defaultServiceAccount, allowsServiceAccounts };
      return clusterAccessFromConfigMap(options, signal);
    }
    return clusterAccessFromKubeConfig(await this.#readKubeConfig(object, signal));
  }

  #connect(access: ClusterAccess, account: string | undefined): KubeClient {
    const { connect = connectOverHttp, allowExec, allowInsecureTls } = this.#options;
    const client = connect(restrictAccess(access, { allowExec, allowInsecureTls }));
    return account === undefined ? client : client.impersonate({ user: account });
  }

  async #evictOldest(): Promise<void> {
    const [oldest] = this.#remote;
    if (this.#remote.size <= MAX_REMOTE_CLIENTS || oldest === undefined) return;
    this.#remote.delete(oldest[0]);
    await oldest[1].client.close();
  }

  async #readKubeConfig({ metadata, spec }: HelmRelease, signal: AbortSignal): Promise<string> {
    const { namespace } = metadata;
    const reference = spec.kubeConfig?.secretRef;
    if (reference === undefined) {
      throw new Error('exactly one of .spec.kubeConfig.configMapRef or spec.kubeConfig.secretRef must be set');
    }
    const key = { apiVersion: 'v1', kind: 'Secret', namespace, name: reference.name };
    let secret: KubeObject;
    try {
      secret = await this.#options.client.get(key, undefined, signal);
    } catch (error) {
      const text = isApiError(error) || error instanceof Error ? error.message : String(error);
      throw new Error(`could not get KubeConfig secret '${namespace}/${reference.name}': ${text}`, { cause: error });
    }
    return kubeConfigIn(secret, reference.key ?? '');
  }
}

/** Whose tokens are issued for an access, which its other fields do not tell. */
function issuerOf({ metadata, spec }: HelmRelease, { credentials }: ClusterAccess): unknown {
  return credentials.kind === 'issued' ? [metadata.namespace, spec.kubeConfig?.configMapRef?.name] : undefined;
}

/** @throws Error with Flux's text when the Secret has no such key. */
function kubeConfigIn(secret: KubeObject, key: string): string {
  const { namespace, name } = secret.metadata;
  const keys = key === '' ? ['value', 'value.yaml'] : [key];
  for (const candidate of keys) {
    const data = fieldOf(secret, 'data', candidate);
    if (typeof data === 'string') return Buffer.from(data, 'base64').toString('utf8');
  }
  const wanted = key === '' ? 'value' : key;
  throw new Error(`KubeConfig secret '${namespace}/${name}' does not contain a '${wanted}' key with a kubeconfig`);
}

function connectOverHttp(access: ClusterAccess): KubeClient {
  return createKubeClient(httpTransport(access, { timeoutMs: REMOTE_TIMEOUT_MS }));
}

const REMOTE_TIMEOUT_MS = 30_000;
