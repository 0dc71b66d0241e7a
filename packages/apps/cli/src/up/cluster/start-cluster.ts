import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createApiServer, type ListenAddress, type PodLogSource } from '@gotk/apiserver';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { ClosingStack } from '../closing-stack.js';
import type { DataFolder } from './data-folder.js';

/** A running cluster. */
export interface Cluster {
  /** In process, as an administrator. */
  readonly client: KubeClient;
  readonly url: string;
  /** File for kubectl. */
  readonly kubeconfig: string;
}

export interface ClusterOptions {
  /** Port of the Kubernetes API; 0: any free one. */
  readonly port: number;
  readonly podLog: PodLogSource;
  /** File that the objects are written into at the end. */
  readonly snapshot?: string | undefined;
  /** Snapshot to begin with. */
  readonly restore?: string | undefined;
  /** File that requests are recorded in. */
  readonly auditLog?: string | undefined;
  /** Whether the first clients are prepared for while there is nothing else to do: who runs once has no clients. */
  readonly rehearsal: boolean;
}

/**
 * Starts the embedded API server and lets kubectl in.
 *
 * @throws LocatedError `port-taken`.
 */
export async function startCluster(
  data: DataFolder,
  { port, podLog, snapshot, restore, auditLog, rehearsal }: ClusterOptions,
  closing: ClosingStack,
): Promise<Cluster> {
  const server = await createApiServer({
    podLog,
    ...(data.clusterDir === undefined ? {} : { dataDir: data.clusterDir }),
    ...(restore === undefined ? {} : { restoreFrom: restore }),
    ...(auditLog === undefined ? {} : { audit: { file: auditLog } }),
  });
  closing.push(() => server.close());
  if (snapshot !== undefined) closing.push(() => server.saveSnapshot(snapshot));
  const start: Listen = (options) => server.listen({ ...options, rehearsal });
  const address = await listen(start, { port, remembered: await rememberedPort(data) });
  await writeFile(data.kubeconfig, address.kubeconfig, { mode: 0o600 });
  // The mode counts for new files only.
  await chmod(data.kubeconfig, 0o600);
  const client = createKubeClient(server.transport());
  closing.push(() => client.close());
  return { client, url: address.url, kubeconfig: data.kubeconfig };
}

type Listen = (options: { readonly port: number }) => Promise<ListenAddress>;

/** Listens on the port asked for; else on that of the last time, so that open connections find it again; else on any. */
async function listen(
  start: Listen,
  { port, remembered }: { readonly port: number; readonly remembered: number | undefined },
): Promise<ListenAddress> {
  try {
    return await start({ port: port === 0 ? (remembered ?? 0) : port });
  } catch (error) {
    if (port === 0 && remembered !== undefined) return start({ port: 0 });
    throw isInUse(error) ? portTaken(port, error) : error;
  }
}

/** The port in the kubeconfig that the last process wrote. */
async function rememberedPort({ kubeconfig }: DataFolder): Promise<number | undefined> {
  const text = await readFile(kubeconfig, 'utf8').catch(() => '');
  const [, port] = /server: https:\/\/[^\s/]+:(\d+)/.exec(text) ?? [];
  return port === undefined ? undefined : Number(port);
}

function isInUse(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES';
}

function portTaken(port: number, cause: unknown): LocatedError {
  return new LocatedError({
    code: 'port-taken',
    message: `cannot listen on port ${port}: ${(cause as NodeJS.ErrnoException).code === 'EACCES' ? 'not allowed' : 'it is taken'}`,
    hint: 'Choose another with --port, or leave --port out for a free one.',
    cause,
  });
}
