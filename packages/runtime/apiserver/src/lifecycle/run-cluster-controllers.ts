import { setMaxListeners } from 'node:events';
import { createKubeClient, type Transport } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { runWorkloads } from '../workloads/run-workloads.js';
import type { PodPlan } from '../workloads/simulation.js';
import type { SimulationLimit } from '../workloads/simulation-limit.js';
import { runGarbageCollector } from './garbage-collector.js';
import { runNamespaceFinalizer } from './namespace-finalizer.js';

export interface ClusterControllerOptions {
  readonly clock: { now(): number };
  /** Whether pods run. */
  readonly pods: boolean;
  readonly planPod?: (pod: KubeObject) => PodPlan;
  readonly limit?: SimulationLimit;
}

/** Runs what a cluster's controller manager and its nodes do, in this process, until the signal aborts. */
export function runClusterControllers(
  transport: Transport,
  { clock, pods, planPod, limit }: ClusterControllerOptions,
  signal: AbortSignal,
): void {
  // Every watch and timer listens for the end; there are many of them by design.
  setMaxListeners(0, signal);
  const client = createKubeClient(transport);
  runGarbageCollector(client, () => new Date(clock.now()), signal);
  runNamespaceFinalizer(client, () => clock.now(), signal);
  runWorkloads(
    client,
    {
      now: () => new Date(clock.now()),
      pods,
      ...(planPod === undefined ? {} : { planOf: planPod }),
      ...(limit === undefined ? {} : { limit }),
    },
    signal,
  );
}
