import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from './operations.js';
import { type MeasuredServer, usageOf } from './servers.js';
import { Wire } from './wire.js';

const IDLE_MS = 3000;

/** Whether a run was the first of its operation on a server that had just been started. */
export type Phase = 'cold' | 'warm';

/** What one run of an operation took. */
export interface TimedRun {
  readonly operation: string;
  readonly phase: Phase;
  readonly server: string;
  readonly wallMs: number;
  /** All processes of the server. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  /** The milliseconds of single requests. */
  readonly requestsMs: readonly number[];
}

/** What a server is like when nobody asks it anything. */
export interface IdleServer {
  readonly server: string;
  readonly startMs: number;
  /** Of the start alone. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export interface Round {
  readonly idle: IdleServer;
  readonly runs: readonly TimedRun[];
}

export interface RoundOptions {
  readonly operations: readonly Operation[];
  /** Runs of each operation after the first. */
  readonly warmRuns: number;
}

/** Measures one fresh server, and ends it: first every operation once, then as often as asked for. */
export async function measureRound(server: MeasuredServer, options: RoundOptions): Promise<Round> {
  const wire = new Wire(server);
  try {
    const idle = await idleServer(server);
    const runs: TimedRun[] = [];
    for (const operation of options.operations) {
      await operation.prepare?.(wire);
      for (let run = 0; run <= options.warmRuns; run++) runs.push(await timedRun({ server, wire }, operation, run));
    }
    return { idle, runs };
  } finally {
    wire.close();
    await server.close();
  }
}

async function idleServer(server: MeasuredServer): Promise<IdleServer> {
  const { cpuMs } = usageOf(server);
  await sleep(IDLE_MS);
  return { server: server.name, startMs: server.startMs, cpuMs, rssBytes: usageOf(server).rssBytes };
}

interface Asked {
  readonly server: MeasuredServer;
  readonly wire: Wire;
}

async function timedRun({ server, wire }: Asked, operation: Operation, run: number): Promise<TimedRun> {
  const before = usageOf(server).cpuMs;
  const startedMs = performance.now();
  const requestsMs = await operation.run(wire, run);
  const wallMs = performance.now() - startedMs;
  const { cpuMs, peakRssBytes } = usageOf(server);
  return {
    operation: operation.name,
    phase: run === 0 ? 'cold' : 'warm',
    server: server.name,
    wallMs,
    cpuMs: cpuMs - before,
    peakRssBytes,
    requestsMs,
  };
}
