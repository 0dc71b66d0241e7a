/** Parsed files by the digest of their content, shared by builds. */
export interface BuildCache {
  /** How many bytes of source text the cache stands for. */
  readonly sizeBytes: number;
  /** Forgets everything. */
  clear(): void;
}
