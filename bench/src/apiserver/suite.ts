import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { compare, summarize } from '../compare.js';
import type { BenchmarkResult, BenchmarkSuite, Contender, Figures, Measurement } from '../measurement.js';
import { bundleServer } from './bundle-server.js';
import { massLoad, type Operation, operations } from './operations.js';
import { type MeasuredServer, startEmbedded, startReal, usageOf } from './servers.js';
import { Wire } from './wire.js';

const IDLE_MS = 3000;

/** The embedded API server beside the real one with etcd: the same requests over HTTPS, in turn. */
export const apiserverSuite: BenchmarkSuite = {
  run: async ({ runs = 5, print }) => {
    print('apiserver: starting both servers');
    const bundle = await bundleServer();
    const starts = await measureStarts(bundle, runs);
    const servers = [await startEmbedded(bundle), await startReal()].filter((server) => server !== undefined);
    const wires = new Map(servers.map((server) => [server, new Wire(server)]));
    const note = servers.length > 1 ? {} : { note: 'the real API server is not there: no Go' };
    try {
      await sleep(IDLE_MS);
      const results: BenchmarkResult[] = [idle(servers, starts)];
      for (const operation of [...operations, ...massLoad]) {
        print(`apiserver: ${operation.name}`);
        for (const wire of wires.values()) await operation.prepare?.(wire);
        const latencies = new Map<string, number[]>();
        const contenders = servers.map((server) =>
          contender(operation, { server, wire: wires.get(server), latencies }),
        );
        const often = massLoad.includes(operation) ? { runs: 1, warmups: 0 } : { runs };
        const result = await compare({ name: operation.name, contenders, ...often, ...note });
        results.push({ ...result, figures: result.figures.map((row) => withLatencies(row, latencies)) });
      }
      return results;
    } finally {
      for (const wire of wires.values()) wire.close();
      await Promise.all(servers.map((server) => server.close()));
      rmSync(bundle, { recursive: true, force: true });
    }
  },
};

/** Starts of the embedded server alone, the first of which compiles the bundle. */
async function measureStarts(bundle: string, runs: number): Promise<readonly Measurement[]> {
  const measured: Measurement[] = [];
  for (let round = -1; round < runs; round++) {
    const server = await startEmbedded(bundle);
    const { cpuMs, rssBytes } = usageOf(server);
    if (round >= 0) measured.push({ wallMs: server.startMs, cpuMs, peakRssBytes: rssBytes });
    await server.close();
  }
  return measured;
}

/** How long the start took until the first answer, and the memory a while after it. */
function idle(servers: readonly MeasuredServer[], starts: readonly Measurement[]): BenchmarkResult {
  const figures = servers.map((server, index) => {
    const own: readonly Measurement[] =
      index === 0 ? starts : [{ wallMs: server.startMs, cpuMs: usageOf(server).cpuMs }];
    const figure = summarize(server.name, own);
    return { ...figure, peakRssBytes: usageOf(server).rssBytes };
  });
  return { name: 'start, and memory when idle', figures };
}

function withLatencies(row: Figures, latencies: ReadonlyMap<string, readonly number[]>): Figures {
  const times = latencies.get(row.contender) ?? [];
  return times.length === 0 ? row : { ...row, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

interface Measured {
  readonly server: MeasuredServer;
  readonly wire: Wire | undefined;
  /** The milliseconds of single requests, by contender. */
  readonly latencies: Map<string, number[]>;
}

function contender(operation: Operation, { server, wire, latencies }: Measured): Contender {
  let run = 0;
  return {
    name: server.name,
    run: async () => {
      if (wire === undefined) throw new Error('there is no connection');
      const before = usageOf(server).cpuMs;
      const startedMs = performance.now();
      const times = await operation.run(wire, run++);
      const wallMs = performance.now() - startedMs;
      latencies.set(server.name, [...(latencies.get(server.name) ?? []), ...times]);
      const { cpuMs, peakRssBytes } = usageOf(server);
      return { wallMs, cpuMs: cpuMs - before, peakRssBytes };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
