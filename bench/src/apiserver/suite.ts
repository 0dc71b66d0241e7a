import { setTimeout as sleep } from 'node:timers/promises';
import { compare } from '../compare.js';
import type { BenchmarkResult, BenchmarkSuite, Contender } from '../measurement.js';
import { type Operation, operations } from './operations.js';
import { type MeasuredServer, startEmbedded, startReal, usageOf } from './servers.js';
import { Wire } from './wire.js';

const IDLE_MS = 3000;

/** The embedded API server beside the real one with etcd: the same requests over HTTPS, in turn. */
export const apiserverSuite: BenchmarkSuite = {
  run: async ({ runs = 5, print }) => {
    print('apiserver: starting both servers');
    const servers = [await startEmbedded(), await startReal()].filter((server) => server !== undefined);
    const wires = new Map(servers.map((server) => [server, new Wire(server)]));
    const note = servers.length > 1 ? {} : { note: 'the real API server is not there: no Go' };
    try {
      await sleep(IDLE_MS);
      const results: BenchmarkResult[] = [idle(servers)];
      for (const operation of operations) {
        print(`apiserver: ${operation.name}`);
        for (const wire of wires.values()) await operation.prepare?.(wire);
        const slowest = new Map<string, number[]>();
        const contenders = servers.map((server) => contender(operation, { server, wire: wires.get(server), slowest }));
        const result = await compare({ name: operation.name, contenders, runs, ...note });
        const p99 = [...slowest].map(([name, times]) => `${name} ${percentile(times, 0.99).toFixed(1)} ms`).join(', ');
        results.push({ ...result, note: `p99 of single requests: ${p99}` });
      }
      return results;
    } finally {
      for (const wire of wires.values()) wire.close();
      await Promise.all(servers.map((server) => server.close()));
    }
  },
};

/** How long the start took, and the memory a while after it. */
function idle(servers: readonly MeasuredServer[]): BenchmarkResult {
  const figures = servers.map((server) => ({
    contender: server.name,
    runs: 1,
    medianMs: server.startMs,
    minMs: server.startMs,
    maxMs: server.startMs,
    medianCpuMs: usageOf(server).cpuMs,
    peakRssBytes: usageOf(server).rssBytes,
  }));
  return { name: 'start, and memory when idle', figures };
}

interface Measured {
  readonly server: MeasuredServer;
  readonly wire: Wire | undefined;
  readonly slowest: Map<string, number[]>;
}

function contender(operation: Operation, { server, wire, slowest }: Measured): Contender {
  let run = 0;
  return {
    name: server.name,
    run: async () => {
      if (wire === undefined) throw new Error('there is no connection');
      const before = usageOf(server).cpuMs;
      const startedMs = performance.now();
      const times = await operation.run(wire, run++);
      const wallMs = performance.now() - startedMs;
      slowest.set(server.name, [...(slowest.get(server.name) ?? []), ...times]);
      const { cpuMs, peakRssBytes } = usageOf(server);
      return { wallMs, cpuMs: cpuMs - before, peakRssBytes };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
