import type { ObjectHealth } from '@gotk/apply';
import type { Logger } from '@gotk/controller-runtime';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { HelmLogBuffer } from '../log/helm-log-buffer.js';
import type { ReleaseStorage } from '../storage/release-storage.js';

/** What is waited for between the steps of an action. */
export type WaitStrategy = 'poller' | 'legacy' | 'hookOnly';

/** What upgrades and rollbacks have in common. */
export interface ChangeOptions {
  readonly name: string;
  readonly disableHooks: boolean;
  readonly strategy: WaitStrategy;
  readonly waitForJobs: boolean;
  readonly timeoutMs: number;
  /** Puts whole objects in place of the old ones, unless they are applied on the server. */
  readonly force: boolean;
  /** Deletes what was created when the action fails. */
  readonly cleanupOnFail: boolean;
  /** Revisions kept; 0: all. */
  readonly maxHistory: number;
}

/** What every Helm action works with. */
export interface ActionContext {
  /** Acts as the release's own account. */
  readonly client: KubeClient;
  readonly storage: ReleaseStorage;
  /** Field manager of everything applied. */
  readonly fieldManager: string;
  /** What a failure is told with. */
  readonly log: HelmLogBuffer;
  readonly logger: Logger;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /**
   * Waits without holding a worker.
   * @param interruptible whether a newer wish ends the wait; hooks and deletions are never left half done.
   * @throws Preempted
   */
  wait<T>(run: (signal: AbortSignal) => Promise<T>, interruptible: boolean): Promise<T>;
  /** Health by the release's own expressions; `undefined` where none is for this kind. */
  healthOf(object: KubeObject): ObjectHealth | undefined;
  /** Looks at hooks only this often, as Flux does, and lets failed ones wait until the time is over. Absent: watches, and ends at once. */
  readonly hookPollIntervalMs: number | undefined;
}
