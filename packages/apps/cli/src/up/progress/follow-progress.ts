import type { ProgressView } from '../view/progress-view.js';
import { advanceTimers, type NodeTimers } from './advance-timers.js';
import { buildProgress, type ClusterView } from './build-progress.js';
import type { ProgressNode } from './progress-node.js';
import { type Settlement, settlementOf } from './settle.js';

/** The state of everything at one moment. */
export interface ProgressReport {
  readonly roots: readonly ProgressNode[];
  readonly settlement: Settlement;
  readonly cluster: ClusterView;
}

export interface FollowOptions {
  readonly look: (nowMs: number) => ClusterView;
  readonly view: ProgressView;
  readonly nowMs: () => number;
  /** Redraw even without a change, so that running times are seen. */
  readonly redrawMs: number | undefined;
}

/** Follows the cluster and shows what is seen. */
export interface ProgressFollower {
  /** Something has changed; the picture follows soon. */
  changed(): void;
  /**
   * Waits until all is ready, or until nothing has been at work for a moment and something is not ready.
   * @throws the signal's reason.
   */
  settled(signal: AbortSignal): Promise<ProgressReport>;
  /** The state now. */
  report(): ProgressReport;
  stop(): void;
}

/** Changes that come together make one picture. */
const GATHER_MS = 40;
/** How much longer than to make a picture it rests before the next. */
const REST_PER_PICTURE = 9;
/** How long everything must rest before what is not ready counts as failed; retries and followers begin within it. */
const REST_MS = 1500;

/** Starts to follow; the first picture is drawn with the first change. */
export function followProgress(options: FollowOptions): ProgressFollower {
  return new Follower(options);
}

class Follower implements ProgressFollower {
  readonly #options: FollowOptions;
  readonly #waiters = new Set<(report: ProgressReport) => void>();
  #timers: NodeTimers = new Map();
  #gathering: NodeJS.Timeout | undefined;
  #resting: NodeJS.Timeout | undefined;
  #redrawing: NodeJS.Timeout | undefined;
  #last: ProgressReport | undefined;
  /** How long the last picture took to make. */
  #costMs = 0;

  constructor(options: FollowOptions) {
    this.#options = options;
    if (options.redrawMs === undefined) return;
    this.#redrawing = setInterval(() => this.#redraw(), options.redrawMs);
    this.#redrawing.unref();
  }

  changed(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    this.#gathering ??= setTimeout(
      () => {
        this.#gathering = undefined;
        this.#judge(this.#picture());
      },
      Math.max(GATHER_MS, this.#costMs * REST_PER_PICTURE),
    );
  }

  settled(signal: AbortSignal): Promise<ProgressReport> {
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#waiters.add((report) => {
        signal.removeEventListener('abort', stop);
        resolve(report);
      });
      this.changed();
    });
  }

  report(): ProgressReport {
    return this.#picture();
  }

  stop(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#resting);
    clearInterval(this.#redrawing);
  }

  #picture(): ProgressReport {
    const { look, view, nowMs } = this.#options;
    const now = nowMs();
    const cluster = look(now);
    const roots = buildProgress(cluster);
    this.#timers = advanceTimers(this.#timers, roots, now);
    view.update({ roots, timers: this.#timers, nowMs: now });
    this.#costMs = nowMs() - now;
    this.#last = { roots, settlement: settlementOf(roots), cluster };
    return this.#last;
  }

  /** Nothing has changed but the time, which shows only where something is not ready. */
  #redraw(): void {
    const { view, nowMs } = this.#options;
    if (this.#last === undefined || this.#last.settlement.kind === 'ready') return;
    view.update({ roots: this.#last.roots, timers: this.#timers, nowMs: nowMs() });
  }

  #judge(report: ProgressReport): void {
    if (report.settlement.kind === 'ready') return this.#settle(report);
    if (report.settlement.kind === 'stuck') {
      this.#resting ??= setTimeout(() => this.#settle(this.#picture()), REST_MS);
    }
  }

  #settle(report: ProgressReport): void {
    for (const waiter of this.#waiters) waiter(report);
    this.#waiters.clear();
  }
}
