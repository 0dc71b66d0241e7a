import { createHash } from 'node:crypto';
import { Halt } from '@gotk/controller-runtime';
import type { KubeConfigReference } from '@gotk/flux-types';
import {
  type ClusterAccess,
  clusterAccessFromConfigMap,
  clusterAccessFromKubeConfig,
  createKubeClient,
  httpTransport,
  type KubeClient,
  restrictAccess,
} from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** An object that may say as whom, and in which cluster, it is reconciled. */
export interface TenantObject extends KubeObject {
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly kubeConfig?: KubeConfigReference;
  };
}

/** The client that an object acts with. */
export interface TenantClient {
  readonly client: KubeClient;
  /** Whether it acts in the cluster that the controller watches. */
  readonly isLocal: boolean;
}

/** Flags of controllers that act for tenants. */
export interface TenancyFlags {
  /** `--default-service-account`. Default: objects that name no account act as the controller. */
  readonly defaultServiceAccount?: string;
  /** `--default-kubeconfig-service-account`: of remote clusters in ConfigMaps that name no account. Default: none. */
  readonly defaultKubeConfigServiceAccount?: string;
  /** `--insecure-kubeconfig-exec`. Default false. */
  readonly insecureKubeConfigExec?: boolean;
  /** `--insecure-kubeconfig-tls`. Default false. */
  readonly insecureKubeConfigTls?: boolean;
  /** Opens clients for other clusters. Default: over HTTP. */
  readonly connect?: (access: ClusterAccess) => KubeClient;
}

export interface TenantClientsOptions extends TenancyFlags {
  /** The API as the controller itself; closed by nobody here. */
  readonly client: KubeClient;
  /** The gate `ObjectLevelWorkloadIdentity`: whether ConfigMaps may name accounts. Default false. */
  readonly allowsServiceAccounts?: boolean;
  readonly wording: TenancyWording;
}

/** What controllers say differently. */
export interface TenancyWording {
  /** When `kubeConfig` names neither a Secret nor a ConfigMap. */
  readonly missingReference: string;
  /** When the Secret, as `namespace/name`, cannot be read. */
  readonly unreadableSecret: (name: string, error: string) => string;
}

const NEEDS_GATE =
  'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled';
const MAX_REMOTE_CLIENTS = 64;
const REMOTE_TIMEOUT_MS = 30_000;

/**
 * Gives each object the client it may act with: the controller's own, its service account's, or another cluster's by
 * kubeconfig. Connections to other clusters are kept, the 64 last used.
 */
export class TenantClients<T extends TenantObject = TenantObject> {
  readonly #options: TenantClientsOptions;
  readonly #remote = new Map<string, TenantClient>();

  /** @throws Error with Flux's text when the default account for remote clusters needs a gate that is off. */
  constructor(options: TenantClientsOptions) {
    const { allowsServiceAccounts = false, defaultKubeConfigServiceAccount = '' } = options;
    if (!allowsServiceAccounts && defaultKubeConfigServiceAccount !== '') throw new Error(NEEDS_GATE);
    this.#options = options;
  }

  /**
   * The client of an object; the same one for as long as it is to act in the same remote cluster as the same account.
   * @throws Error with Flux's text when the kubeconfig cannot be used; a stalled Halt for a cloud that there is no code for.
   */
  async clientFor(object: T, signal: AbortSignal): Promise<TenantClient> {
    const { client } = this.#options;
    if (object.spec.kubeConfig !== undefined) return this.#remoteClient(object, signal);
    const account = this.#accountOf(object);
    return { client: account === undefined ? client : client.impersonate({ user: account }), isLocal: true };
  }

  /** Whether the account that an object acts as is still there. */
  async canImpersonate(object: T, signal: AbortSignal): Promise<boolean> {
    const name = this.#accountName(object);
    if (name === '') return true;
    const key = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: object.metadata.namespace, name };
    return (await this.#options.client.find(key, undefined, signal).catch(() => undefined)) !== undefined;
  }

  /** Ends the connections to other clusters. */
  async close(): Promise<void> {
    const clients = [...this.#remote.values()];
    this.#remote.clear();
    await Promise.all(clients.map(({ client }) => client.close()));
  }

  #accountName({ spec }: T): string {
    const own = spec.serviceAccountName ?? '';
    return own === '' ? (this.#options.defaultServiceAccount ?? '') : own;
  }

  #accountOf(object: T): string | undefined {
    const name = this.#accountName(object);
    return name === '' ? undefined : `system:serviceaccount:${object.metadata.namespace}:${name}`;
  }

  async #remoteClient(object: T, signal: AbortSignal): Promise<TenantClient> {
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

  async #accessFor(object: T, signal: AbortSignal): Promise<ClusterAccess> {
    const { client, allowsServiceAccounts = false } = this.#options;
    const { defaultKubeConfigServiceAccount: defaultServiceAccount = '' } = this.#options;
    const { namespace = '' } = object.metadata;
    const { configMapRef, secretRef } = object.spec.kubeConfig ?? {};
    if (configMapRef !== undefined && secretRef === undefined) {
      const options = { client, namespace, name: configMapRef.name, defaultServiceAccount, allowsServiceAccounts };
      return clusterAccessFromConfigMap(options, signal).catch(refuseCloud);
    }
    return clusterAccessFromKubeConfig(await this.#readKubeConfig(object, signal));
  }

  #connect(access: ClusterAccess, account: string | undefined): KubeClient {
    const { connect = connectOverHttp } = this.#options;
    const { insecureKubeConfigExec: allowExec = false, insecureKubeConfigTls: allowInsecureTls = false } =
      this.#options;
    const client = connect(restrictAccess(access, { allowExec, allowInsecureTls }));
    return account === undefined ? client : client.impersonate({ user: account });
  }

  async #evictOldest(): Promise<void> {
    const [oldest] = this.#remote;
    if (this.#remote.size <= MAX_REMOTE_CLIENTS || oldest === undefined) return;
    this.#remote.delete(oldest[0]);
    await oldest[1].client.close();
  }

  async #readKubeConfig({ metadata, spec }: T, signal: AbortSignal): Promise<string> {
    const { client, wording } = this.#options;
    const { namespace } = metadata;
    const reference = spec.kubeConfig?.secretRef;
    if (reference === undefined) throw new Error(wording.missingReference);
    const key = { apiVersion: 'v1', kind: 'Secret', namespace, name: reference.name };
    let secret: KubeObject;
    try {
      secret = await client.get(key, undefined, signal);
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      throw new Error(wording.unreadableSecret(`${namespace}/${reference.name}`, text), { cause });
    }
    return kubeConfigIn(secret, reference.key ?? '');
  }
}

/** What this program cannot do does not come right by trying again. */
function refuseCloud(error: unknown): never {
  if (!(error instanceof LocatedError) || error.code !== 'unsupported-cloud') throw error;
  const message = `spec.kubeConfig.configMapRef: ${error.message}`;
  throw new Halt({ kind: 'stalled', reason: 'InvalidProviderConfiguration', message, cause: error });
}

/** Whose tokens are issued for an access, which its other fields do not tell. */
function issuerOf({ metadata, spec }: TenantObject, { credentials }: ClusterAccess): unknown {
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
