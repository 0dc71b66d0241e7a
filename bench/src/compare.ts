import type { BenchmarkResult, Contender, Figures, Measurement } from './measurement.js';

export interface CompareOptions {
  readonly name: string;
  readonly contenders: readonly Contender[];
  /** Runs of each contender. Default 5. */
  readonly runs?: number;
  /** Runs before those that count. Default 1. */
  readonly warmups?: number;
  readonly note?: string;
}

/** Runs the contenders in turn, one run each at a time, so that a disturbance of the machine hits all of them alike. */
export async function compare({
  name,
  contenders,
  runs = 5,
  warmups = 1,
  note,
}: CompareOptions): Promise<BenchmarkResult> {
  const measured = new Map<Contender, Measurement[]>(contenders.map((contender) => [contender, []]));
  for (let round = -warmups; round < runs; round++) {
    for (const contender of contenders) {
      const measurement = await contender.run();
      if (round >= 0) measured.get(contender)?.push(measurement);
    }
  }
  const figures = [...measured].map(([contender, measurements]) => summarize(contender.name, measurements));
  return note === undefined ? { name, figures } : { name, figures, note };
}

/** What the runs of a contender come to. */
export function summarize(contender: string, measurements: readonly Measurement[]): Figures {
  const walls = measurements.map(({ wallMs }) => wallMs);
  const cpus = measurements.flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs]));
  const peaks = measurements.flatMap(({ peakRssBytes }) => (peakRssBytes === undefined ? [] : [peakRssBytes]));
  return {
    contender,
    runs: measurements.length,
    medianMs: median(walls),
    minMs: Math.min(...walls),
    maxMs: Math.max(...walls),
    ...(cpus.length === 0 ? {} : { medianCpuMs: median(cpus) }),
    ...(peaks.length === 0 ? {} : { peakRssBytes: Math.max(...peaks) }),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
