import type { JsonObject } from '@gotk/json';

export interface IndexCacheOptions {
  /** `--helm-cache-max-size`: indexes that are kept at most. @default 0: none */
  readonly maxSize: number;
  /** `--helm-cache-ttl`: for how long after its last use an index is kept. @default 900000 */
  readonly ttlMs: number;
  /** `--helm-cache-purge-interval`: how often is looked for those that are over, at the most. @default 60000 */
  readonly purgeIntervalMs: number;
}

/** Flux's own: nothing is kept. */
export const DEFAULT_INDEX_CACHE: IndexCacheOptions = { maxSize: 0, ttlMs: 15 * 60_000, purgeIntervalMs: 60_000 };

type Versions = readonly JsonObject[] | undefined;

/** Charts of indexes that have been looked up. */
export interface IndexCache {
  /**
   * The versions of a chart; `find` is asked unless they are known. An index that does not fit in any more is not kept.
   * @param index stands for the content of an index.
   */
  lookUp(index: string, chart: string, find: () => Versions): Versions;
}

interface KeptIndex {
  readonly charts: Map<string, Versions>;
  expiresAtMs: number;
}

/** Keeps no more of an index than the charts that are asked for. */
export function createIndexCache(options: IndexCacheOptions, nowMs: () => number): IndexCache {
  const { maxSize, ttlMs, purgeIntervalMs } = options;
  const kept = new Map<string, KeptIndex>();
  let purgedAtMs = nowMs();
  const purge = (): void => {
    if (nowMs() - purgedAtMs < purgeIntervalMs) return;
    purgedAtMs = nowMs();
    for (const [index, { expiresAtMs }] of kept) if (expiresAtMs <= purgedAtMs) kept.delete(index);
  };
  const open = (index: string): KeptIndex | undefined => {
    const known = kept.get(index);
    if (known !== undefined && known.expiresAtMs > nowMs()) return known;
    if (known === undefined && kept.size >= maxSize) return undefined;
    const created = { charts: new Map<string, Versions>(), expiresAtMs: 0 };
    kept.set(index, created);
    return created;
  };
  return {
    lookUp(index, chart, find): Versions {
      purge();
      const opened = open(index);
      if (opened === undefined) return find();
      opened.expiresAtMs = nowMs() + ttlMs;
      if (!opened.charts.has(chart)) opened.charts.set(chart, find());
      return opened.charts.get(chart);
    },
  };
}
