/** What one run of one part took. */
export interface Spent {
  readonly wallMs: number;
  /** User and system time of the whole process: garbage collection and compilation in other threads count. */
  readonly cpuMs: number;
}

/** What a loop prints, ours and Helm's: one entry a run. */
export interface LoopReport {
  /** From the bytes of the package to a chart. */
  readonly load: readonly Spent[];
  /** From a chart to the text of its templates: dependencies, values, schemas, templates. */
  readonly render: readonly Spent[];
  /** From the bytes of the package to sorted manifests. */
  readonly total: readonly Spent[];
  /** Size of everything that was rendered. */
  readonly bytes: number;
  readonly peakRssBytes: number;
}
