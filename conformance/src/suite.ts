/** The outcome of one case. A skip is for what cannot be run on this machine, never for what fails. */
export type CaseResult =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly diff: string }
  | { readonly kind: 'skip'; readonly why: string };

/** One case of a corpus. */
export interface ConformanceCase {
  /** Unique in its suite; `--filter` and the known-failing list match on it. */
  readonly name: string;
  run(): CaseResult | Promise<CaseResult>;
}

/** A corpus of outside truth and how to run it. */
export interface Suite {
  /** Where the corpus stands below the shared folder, e.g. `golden/kustomize`. */
  readonly corpus: string;
  /** How many cases may run at once. Default 1. */
  readonly concurrency?: number;
  /**
   * Reads the cases in `path`, any file or folder in the format of the corpus.
   * @throws when `path` holds none.
   */
  load(path: string): Promise<readonly ConformanceCase[]>;
  /** Releases what the cases shared. */
  close?(): Promise<void>;
}
