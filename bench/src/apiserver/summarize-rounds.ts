import { summarize } from '../compare.js';
import type { BenchmarkResult, Figures } from '../measurement.js';
import type { Phase, Round, TimedRun } from './round.js';

/** The embedded server is to need less than this share of the other's memory when idle, and to start within this time. */
const IDLE_SHARE = 1 / 3;
const START_MS = 300;

/** What all rounds come to: the start, then every operation cold and warm, each with what it was to reach. */
export function summarizeRounds(rounds: readonly Round[]): readonly BenchmarkResult[] {
  const runs = rounds.flatMap((round) => round.runs);
  const names = [...new Set(runs.map(({ operation }) => operation))];
  const phases: readonly Phase[] = ['cold', 'warm'];
  return [
    start(rounds),
    ...names.flatMap((name) =>
      phases.flatMap((phase) => {
        const own = runs.filter((run) => run.operation === name && run.phase === phase);
        return own.length === 0 ? [] : [summarizeRuns(`${name}, ${phase}`, own)];
      }),
    ),
  ];
}

function start(rounds: readonly Round[]): BenchmarkResult {
  const servers = [...new Set(rounds.map(({ idle }) => idle.server))];
  const figures = servers.map((server): Figures => {
    const own = rounds.flatMap(({ idle }) => (idle.server === server ? [idle] : []));
    return summarize(
      server,
      own.map(({ startMs, cpuMs, rssBytes }) => ({ wallMs: startMs, cpuMs, peakRssBytes: rssBytes })),
    );
  });
  const [ours, real] = figures;
  const share = (ours?.peakRssBytes ?? 0) / (real?.peakRssBytes ?? Number.NaN);
  const met = (ours?.medianMs ?? 0) < START_MS && share < IDLE_SHARE;
  return {
    name: 'start, and memory when idle',
    figures,
    ...(real === undefined ? {} : { note: `${verdict(met)}: memory ${share.toFixed(2)}×` }),
  };
}

function summarizeRuns(name: string, runs: readonly TimedRun[]): BenchmarkResult {
  const servers = [...new Set(runs.map(({ server }) => server))];
  const figures = servers.map((server): Figures => {
    const own = runs.filter((run) => run.server === server);
    const requests = own.flatMap(({ requestsMs }) => requestsMs);
    return { ...summarize(server, own), p50Ms: percentile(requests, 0.5), p99Ms: percentile(requests, 0.99) };
  });
  const [ours, real] = figures;
  return ours === undefined || real === undefined ? { name, figures } : { name, figures, note: bar(ours, real) };
}

/** At least the throughput, and a 99th percentile that is no worse. */
function bar(ours: Figures, real: Figures): string {
  const throughput = real.medianMs / ours.medianMs;
  const p99 = (ours.p99Ms ?? 0) / (real.p99Ms ?? 0);
  const cpu = (ours.medianCpuMs ?? 0) / (real.medianCpuMs ?? 0);
  const figures = `throughput ${throughput.toFixed(2)}×, p99 ${p99.toFixed(2)}×, CPU ${cpu.toFixed(2)}×`;
  return `${verdict(throughput >= 1 && p99 <= 1)}: ${figures}`;
}

function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED';
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
