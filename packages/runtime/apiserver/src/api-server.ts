import type { Identity, Transport } from '@gotk/kube-client';

/** Supplies the present time; tests pass their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface ApiServerOptions {
  /** Where the objects are stored durably. Absent: in memory only. */
  readonly dataDir?: string;
  /** Default: the system clock. */
  readonly clock?: Clock;
  /** Run the simulated workload controllers (Deployment, Job, pods …). Default `true`. */
  readonly workloads?: boolean;
  /** Run the API's own housekeeping controllers (garbage collection, namespace finalization, ClusterRole aggregation …). Default `true`. */
  readonly controllers?: boolean;
}

export interface ListenOptions {
  /** Loopback unless told otherwise. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: a free port. */
  readonly port?: number;
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
  /** Ends watches and listeners; everything acknowledged is durable when it resolves. */
  close(): Promise<void>;
}

/** Starts an API server; it serves as soon as the promise resolves. */
export async function createApiServer(_options: ApiServerOptions = {}): Promise<ApiServer> {
  throw new Error('the embedded API server is not built yet');
}
