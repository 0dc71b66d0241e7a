import type { Registry } from 'prom-client';
import type { RuntimeMetrics } from './metrics.js';

/** Metrics and how Prometheus reads them. */
export interface PromMetrics extends RuntimeMetrics {
  /** For metrics of a controller's own. */
  readonly registry: Registry;
  /** The text that `/metrics` serves. */
  render(): Promise<string>;
  readonly contentType: string;
}

type PromClient = typeof import('prom-client');

const LONGEST_SECONDS = 1800;
const SHORTEST_SECONDS = 0.01;
const BUCKETS = 10;

/** Counts under Flux's and controller-runtime's names. The library is loaded only here. */
export async function promMetrics(): Promise<PromMetrics> {
  const prom = await import('prom-client');
  const registry = new prom.Registry();
  const reconciliations = reconcileMetrics(prom, registry);
  const queue = queueMetrics(prom, registry);
  const leader = new prom.Gauge({
    name: 'leader_election_master_status',
    help: "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master. 'name' is the string used to identify the lease.",
    labelNames: ['name'],
    registers: [registry],
  });
  return {
    registry,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    ...reconciliations,
    ...queue,
    leaderChanged: ({ name, isLeader }) => leader.set({ name }, isLeader ? 1 : 0),
  };
}

function reconcileMetrics(
  { Counter, Gauge, Histogram }: PromClient,
  registry: Registry,
): Pick<RuntimeMetrics, 'reconcileStarted' | 'reconcileFinished' | 'objectForgotten'> {
  const registers = [registry];
  const duration = new Histogram({
    name: 'gotk_reconcile_duration_seconds',
    help: 'The duration in seconds of a GitOps Toolkit resource reconciliation.',
    labelNames: ['kind', 'name', 'namespace'],
    buckets: exponentialBuckets(),
    registers,
  });
  const total = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Total number of reconciliations per controller',
    labelNames: ['controller', 'result'],
    registers,
  });
  const errors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Total number of reconciliation errors per controller',
    labelNames: ['controller'],
    registers,
  });
  const active = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Number of currently used workers per controller',
    labelNames: ['controller'],
    registers,
  });
  return {
    reconcileStarted: (kind) => active.inc({ controller: kind.toLowerCase() }),
    reconcileFinished({ kind, name, namespace, durationMs, result }) {
      const controller = kind.toLowerCase();
      active.dec({ controller });
      total.inc({ controller, result });
      if (result === 'error') errors.inc({ controller });
      duration.observe({ kind, name, namespace }, durationMs / 1000);
    },
    objectForgotten: ({ kind, name, namespace }) => duration.remove({ kind, name, namespace }),
  };
}

function queueMetrics(
  { Counter, Gauge, Histogram }: PromClient,
  registry: Registry,
): Pick<RuntimeMetrics, 'queueChanged' | 'queueWaited'> {
  const common = { labelNames: ['name'], registers: [registry] };
  const depth = new Gauge({ name: 'workqueue_depth', help: 'Current depth of workqueue', ...common });
  const adds = new Counter({
    name: 'workqueue_adds_total',
    help: 'Total number of adds handled by workqueue',
    ...common,
  });
  const retries = new Counter({
    name: 'workqueue_retries_total',
    help: 'Total number of retries handled by workqueue',
    ...common,
  });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item stays in workqueue before being requested',
    ...common,
  });
  return {
    queueChanged({ kind, event, depth: length }) {
      const labels = { name: kind.toLowerCase() };
      depth.set(labels, length);
      if (event === 'add') adds.inc(labels);
      if (event === 'retry') retries.inc(labels);
    },
    queueWaited: ({ kind, waitedMs }) => waited.observe({ name: kind.toLowerCase() }, waitedMs / 1000),
  };
}

function exponentialBuckets(): number[] {
  const factor = (LONGEST_SECONDS / SHORTEST_SECONDS) ** (1 / (BUCKETS - 1));
  return Array.from({ length: BUCKETS }, (_value, power) => SHORTEST_SECONDS * factor ** power);
}
