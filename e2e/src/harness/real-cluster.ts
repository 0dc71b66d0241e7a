import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import { type Offer, type ServedSources, serveSources } from '@gotk/source-mirror';
import { eventually } from './eventually.js';
import type { ExpectedCluster } from './expected-cluster.js';
import { isReady } from './ready-condition.js';
import { startUp } from './running-cluster.js';
import type { RunningCommand } from './running-command.js';

/** A machine that others use as well may be slow; nothing is measured here. */
const LIMIT_MS = 180_000;
const APPLIERS = [
  { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
  { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
] as const;

export interface RealClusterOptions {
  /** Of the real sources. */
  readonly folder: string;
  /** The public address of the repository. */
  readonly url: string;
  readonly path: string;
  /** Contents of repositories, where there are several. */
  readonly variant?: string;
  readonly offers?: Offer;
  /** Further flags of `flux up`. */
  readonly flags?: readonly string[];
  /** What to do to the sources before anything starts. */
  readonly prepare?: (sources: ServedSources) => Promise<unknown>;
}

/** `flux up` on a public repository, with all its sources on this machine. */
export interface RealCluster {
  readonly flux: RunningCommand;
  readonly client: KubeClient;
  readonly kubeconfig: string;
  readonly sources: ServedSources;
  /** Waits until every Kustomization and HelmRelease that is expected is ready, in its present generation. */
  allReady(expected: ExpectedCluster): Promise<void>;
  /** Waits for an object to be as wanted. */
  until(key: ObjectKey, what: string, isWanted: (object: KubeObject) => boolean): Promise<KubeObject>;
  /** Asks for a reconciliation at once. */
  request(key: ObjectKey): Promise<void>;
  close(): Promise<void>;
}

/** Starts it; resolves as soon as the cluster answers. */
export async function startRealCluster(options: RealClusterOptions): Promise<RealCluster> {
  const { folder, url, path, variant, offers, flags = [], prepare } = options;
  const sources = await serveSources({ folder, ...(variant !== undefined && { variant }), ...(offers && { offers }) });
  await prepare?.(sources);
  const mirrors = sources.mirrors.flatMap((mirror) => ['--source-mirror', mirror]);
  const { flux, client, kubeconfig, kill } = await startUp(url, '--path', path, '--no-persist', ...mirrors, ...flags);
  return {
    flux,
    client,
    kubeconfig,
    sources,
    allReady: (expected) => allReady(client, expected, flux),
    until: (key, what, isWanted) =>
      eventually(
        what,
        async () => {
          const object = await client.find(key);
          return object !== undefined && isWanted(object) && object;
        },
        { timeoutMs: LIMIT_MS },
      ),
    async request(key): Promise<void> {
      const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() } } };
      await client.patch(key, { type: 'merge', body });
    },
    async close(): Promise<void> {
      await kill();
      await sources.close();
    },
  };
}

async function allReady(client: KubeClient, { objects }: ExpectedCluster, flux: RunningCommand): Promise<void> {
  const kinds = APPLIERS.map(({ kind }) => kind as string);
  // The entry is nobody's.
  const wanted = objects.filter(({ kind }) => kinds.includes(kind)).length + 1;
  const check = async (): Promise<boolean> => {
    const lists = await Promise.all(APPLIERS.map((kind) => client.list(kind)));
    return lists.flatMap(({ items }) => items).filter(isReady).length >= wanted;
  };
  await eventually('everything is ready', check, { timeoutMs: LIMIT_MS, everyMs: 100 }).catch((cause: unknown) => {
    throw new Error(flux.output(), { cause });
  });
}
