/** One run of one contender. */
export interface Measurement {
  readonly wallMs: number;
  /** User and system time of the process, where it was measured. */
  readonly cpuMs?: number;
  /** Highest resident set size of the process. */
  readonly peakRssBytes?: number;
}

/** One side of a comparison. */
export interface Contender {
  /** `flux`, `kustomize 5.8.1`, `node -e 0` … */
  readonly name: string;
  run(): Promise<Measurement>;
}

/** What a contender did over all its runs. */
export interface Figures {
  readonly contender: string;
  readonly runs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly medianCpuMs?: number;
  /** The highest of all runs. */
  readonly peakRssBytes?: number;
  /** What half of the single requests took at most, where there are any. */
  readonly p50Ms?: number;
  /** What 99 in 100 of the single requests took at most. */
  readonly p99Ms?: number;
}

/** A finished comparison: the first figures are ours, the others the peers'. */
export interface BenchmarkResult {
  readonly name: string;
  readonly figures: readonly Figures[];
  /** A sentence on what the figures mean, or why a peer is missing. */
  readonly note?: string;
}

/** A benchmark suite: `npm run bench -- NAME`. */
export interface BenchmarkSuite {
  run(options: BenchmarkOptions): Promise<readonly BenchmarkResult[]>;
}

export interface BenchmarkOptions {
  /** Runs of each contender; each suite has a default of its own. */
  readonly runs?: number;
  readonly print: (line: string) => void;
}
