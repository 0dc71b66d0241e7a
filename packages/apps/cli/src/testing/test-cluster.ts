import { createApiServer } from '@gotk/apiserver';
import { whenEstablished } from '@gotk/controller-runtime';
import { type FluxCrd, fluxCrds } from '@gotk/flux-types';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { CliIo } from '../cli/cli-io.js';
import { runCli } from '../cli/run-cli.js';

/** What one run of the command left behind. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A cluster with the CRDs of Flux, and the command on it. */
export interface TestCluster {
  readonly client: KubeClient;
  /** Creates objects, and then their status where they have one. */
  create(...objects: readonly KubeObject[]): Promise<void>;
  flux(args: readonly string[], io?: Partial<CliIo>): Promise<CliRun>;
  close(): Promise<void>;
}

/** Starts a cluster in memory. */
export async function startTestCluster(): Promise<TestCluster> {
  const server = await createApiServer({ workloads: false });
  const client = createKubeClient(server.transport());
  const crds = await Promise.all(fluxCrds().map((crd: FluxCrd) => client.create(crd)));
  await whenEstablished(
    client,
    crds.map(({ metadata }) => metadata.name),
    new AbortController().signal,
  );
  return {
    client,
    create: async (...objects) => {
      for (const object of objects) await createWithStatus(client, object);
    },
    flux: (args, io) => runOn(client, args, io),
    close: () => server.close(),
  };
}

async function createWithStatus(client: KubeClient, { status, ...object }: KubeObject): Promise<void> {
  const created = await client.create(object as KubeObject);
  if (status === undefined) return;
  const { apiVersion, kind, metadata } = created;
  const key = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name ?? '' };
  await client.patch(key, { type: 'merge', body: { status: status as never } }, { subresource: 'status' });
}

/** Runs the command without a cluster. */
export function runAlone(args: readonly string[], io: Partial<CliIo> = {}): Promise<CliRun> {
  return runOn(undefined, args, io);
}

async function runOn(
  client: KubeClient | undefined,
  args: readonly string[],
  io: Partial<CliIo> = {},
): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    readStdin: async () => '',
    readLine: async () => '',
    env: { HOME: '/users/me' },
    cwd: '/',
    isTerminal: false,
    columns: () => 80,
    rows: () => 24,
    nowMs: Date.now,
    signal: new AbortController().signal,
    version: 'v1.2.3',
    connect: async () => {
      if (client === undefined) throw new Error('no cluster');
      return { ...client, close: async () => undefined };
    },
    contextNamespace: async () => undefined,
    ...io,
  });
  return { exitCode, stdout, stderr };
}
