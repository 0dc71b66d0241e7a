import { clearImmediate, setImmediate } from 'node:timers';
import type { Identity, Transport } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { AuditLog, type AuditOptions } from './audit/audit-log.js';
import type { StaticToken } from './auth/static-tokens.js';
import { startControllers } from './controllers/start-controllers.js';
import type { SimulatedWebhooks } from './core/api-core.js';
import { createCore } from './core/create-core.js';
import { randomIds } from './core/random-ids.js';
import { secretFilesIn, secretsInMemory } from './core/secret-files.js';
import type { HttpsListener } from './http/https-listener.js';
import { listenHttps } from './http/listen-https.js';
import type { ListenLimits } from './http/listen-limits.js';
import { runClusterControllers } from './lifecycle/run-cluster-controllers.js';
import { ensureSystemObjects } from './server/system-objects.js';
import { openLogPersistence } from './storage/log-persistence.js';
import { noPersistence, type Persistence } from './storage/persistence.js';
import { restoreSnapshot } from './storage/restore-snapshot.js';
import { writeSnapshotFile } from './storage/snapshot-file.js';
import { Store } from './storage/store.js';
import type { PodLogSource } from './subresources/pods/pod-log-source.js';
import { inProcessTransport } from './transport/in-process-transport.js';
import type { PodPlan } from './workloads/simulation.js';
import type { SimulationLimit } from './workloads/simulation-limit.js';

/** Supplies the present time; tests pass their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface ApiServerOptions {
  /** Where the objects are stored durably. Absent: in memory only. */
  readonly dataDir?: string;
  /** A snapshot that the server begins with; there must be no objects yet. */
  readonly restoreFrom?: string;
  /** Default: the system clock. */
  readonly clock?: Clock;
  /**
   * Run the controllers of a cluster: garbage collection, namespace finalization, Deployments, Jobs and the other workload kinds,
   * service accounts, quota, ClusterRole aggregation. Default `true`.
   */
  readonly controllers?: boolean;
  /** Simulate a node: pods are scheduled, run and become ready within milliseconds. Default `true`; it needs the controllers. */
  readonly workloads?: boolean;
  /** What is to happen to a simulated pod. Default: what its annotations `simulation.gotk.dev/*` ask for, else it runs. */
  readonly planPod?: (pod: KubeObject) => PodPlan;
  /** How much the simulation makes. */
  readonly simulationLimit?: SimulationLimit;
  /** What pods say. Default: nothing. */
  readonly podLog?: PodLogSource;
  /** Admission plugins to leave out, by Kubernetes' names. Default: none, but `ServiceAccount` where no controllers run. */
  readonly disabledAdmission?: readonly string[];
  /**
   * What becomes of webhooks whose service selects pods: pods are simulated, so nobody would answer. `skip`: they are not asked, and a
   * warning in the answer says so. `fail`: they count as webhooks that do not answer, as on a cluster without nodes. Webhooks at a
   * URL, or behind a service that names real addresses, are always asked. Default `skip`.
   */
  readonly simulatedWebhooks?: SimulatedWebhooks;
  /** Records every request, those from inside the process as well. Default: nothing is recorded. */
  readonly audit?: AuditOptions;
}

export interface ListenOptions {
  /** Loopback unless told otherwise. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Further users and their bearer tokens, besides the administrator of the kubeconfig. */
  readonly users?: readonly StaticToken[];
  /** What clients may use. */
  readonly limits?: Partial<ListenLimits>;
  /**
   * Send the requests that clients begin with to a second server without port or storage, while the process has nothing else to do: the
   * first clients then wait less. Once in a process, it takes 0.3 s of processor time. Default `true`.
   */
  readonly rehearsal?: boolean;
}

/** Where the server listens and how an administrator reaches it. */
export interface ListenAddress {
  /** `https://host:port`. */
  readonly url: string;
  /** A kubeconfig in YAML, with the CA and an administrator's token. */
  readonly kubeconfig: string;
}

/** A Kubernetes API server in this process. */
export interface ApiServer {
  /**
   * A transport that hands objects over without serialisation; they are shared and must not be changed.
   *
   * @param identity whom its requests act for; default a cluster administrator (group `system:masters`).
   */
  transport(identity?: Identity): Transport;
  /** Serves HTTPS with bearer tokens. */
  listen(options?: ListenOptions): Promise<ListenAddress>;
  /** Writes all objects as they are now into a file that only its owner can read. */
  saveSnapshot(file: string): Promise<void>;
  /** Ends watches and listeners; everything acknowledged is durable when it resolves. */
  close(): Promise<void>;
}

/** Starts an API server; it serves as soon as the promise resolves. */
export async function createApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const { dataDir, clock = { now: () => Date.now() }, simulatedWebhooks = 'skip' } = options;
  const audit = options.audit === undefined ? undefined : new AuditLog(options.audit);
  const persistence = await openPersistence(options);
  const secrets = dataDir === undefined ? secretsInMemory() : secretFilesIn(dataDir);
  const store = new Store(persistence);
  const core = createCore({
    store,
    clock,
    ids: randomIds,
    secrets,
    simulatedWebhooks,
    disabledAdmission: disabledPlugins(options),
    podLog: options.podLog,
    audit,
  });
  const closed = new AbortController();
  const listeners: HttpsListener[] = [];
  const admin = inProcessTransport(core, clusterAdmin, closed.signal);
  await ensureSystemObjects(core);
  const controllers = startControllers({ core, admin }, options);
  const beginning = setImmediate(() => beginControllers(admin, { ...options, clock }, closed.signal));
  return {
    transport: (identity) => (identity === undefined ? admin : inProcessTransport(core, identity, closed.signal)),
    listen: async (listenOptions) => {
      const { listener, address } = await listenHttps(core, listenOptions, closed.signal);
      listeners.push(listener);
      return address;
    },
    saveSnapshot: async (file) => {
      await writeSnapshotFile(file, await store.snapshot());
    },
    close: async () => {
      clearImmediate(beginning);
      await controllers.close();
      closed.abort();
      await Promise.all(listeners.map((listener) => listener.close()));
      await core.store.close();
      await audit?.close();
    },
  };
}

/**
 * Begins what a cluster's controller manager and nodes do. It is called when what follows the start at once is done, so that a server
 * that is made in order to listen does so first.
 */
function beginControllers(admin: Transport, options: ApiServerOptions & { clock: Clock }, signal: AbortSignal): void {
  const { clock, controllers = true, workloads = true, planPod, simulationLimit } = options;
  if (!controllers) return;
  runClusterControllers(
    admin,
    {
      clock,
      pods: workloads,
      ...(planPod === undefined ? {} : { planPod }),
      ...(simulationLimit === undefined ? {} : { limit: simulationLimit }),
    },
    signal,
  );
}

async function openPersistence({ dataDir, restoreFrom }: ApiServerOptions): Promise<Persistence> {
  const persistence = dataDir === undefined ? noPersistence : await openLogPersistence(dataDir);
  if (restoreFrom === undefined) return persistence;
  try {
    return await restoreSnapshot(persistence, restoreFrom);
  } catch (error) {
    await persistence.close();
    throw error;
  }
}

/** Without controllers nobody makes default service accounts, so pods could not be created. */
function disabledPlugins({ disabledAdmission, controllers }: ApiServerOptions): readonly string[] {
  return disabledAdmission ?? (controllers === false ? ['ServiceAccount'] : []);
}

/** Whom in-process callers act for unless they say otherwise. */
const clusterAdmin: Identity = { user: 'system:admin', groups: ['system:masters', 'system:authenticated'] };
