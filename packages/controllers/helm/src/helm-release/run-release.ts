import type { Done } from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import { makeRelease } from './actions/make-release.js';
import { rollBack } from './actions/roll-back.js';
import { runTests } from './actions/run-tests.js';
import { undoDrift } from './actions/undo-drift.js';
import { remediateByUninstall } from './actions/uninstall-remediation.js';
import { unlock } from './actions/unlock.js';
import type { ReleaseAction } from './choose-action.js';
import { observeReleaseState, type ReleaseState } from './observe-release-state.js';
import { preemptionIn } from './preemption.js';
import { prepareAction } from './prepare-action.js';
import { areRetriesExhausted, intervalMs, remediationOf, retryIntervalMs, timeoutMs } from './release-spec.js';
import type { DesiredRelease, ReleaseWork } from './release-work.js';
import { SettledHalt } from './settled-halt.js';

/** Actions of one kind run once in a reconciliation: what they do not achieve then is for the next. */
const KINDS = {
  install: 'release',
  upgrade: 'release',
  test: 'test',
  rollback: 'remediation',
  uninstall: 'remediation',
  unlock: 'unlock',
  'correct cluster drift': 'drift correction',
} as const satisfies Record<ReleaseAction, string>;

/**
 * Looks at a release and does what is to be done about it, again and again until there is nothing left to do.
 * @throws SettledHalt when that must wait, or needs a person.
 */
export async function runRelease(work: ReleaseWork, desired: DesiredRelease): Promise<Done> {
  const { context } = work;
  try {
    return await new ReleaseRun(work, desired).run();
  } catch (error) {
    context.signal.throwIfAborted();
    const preemption = preemptionIn(error);
    if (preemption === undefined) throw error;
    const { kind, namespace = '', name } = preemption.trigger;
    const trigger = `${kind}/${namespace}/${name}`;
    const reason = 'HealthCheckCanceled';
    const message = `New reconciliation triggered by ${trigger}`;
    work.progress.mark({ type: 'Ready', status: 'False', reason, message });
    const event = `Health checks canceled due to new reconciliation triggered by ${trigger}`;
    context.event({ severity: 'info', reason, message: event });
    throw new SettledHalt({ kind: 'waiting', reason, message, requeueAfterMs: 0 });
  }
}

/** One reconciliation of a release. */
class ReleaseRun {
  readonly #work: ReleaseWork;
  readonly #desired: DesiredRelease;
  readonly #done = new Set<string>();
  /** The last failure that was told, for its place in a file. */
  #failure: unknown;

  constructor(work: ReleaseWork, desired: DesiredRelease) {
    this.#work = work;
    this.#desired = desired;
  }

  async run(): Promise<Done> {
    const { context, progress } = this.#work;
    for (;;) {
      context.signal.throwIfAborted();
      const state = await this.#observe();
      const decision = await this.#attempt(() => prepareAction(this.#work, state));
      switch (decision.kind) {
        case 'done':
          progress.remove('Reconciling');
          progress.summarize();
          return { requeueAfterMs: intervalMs(context.object) };
        case 'exhausted':
          throw this.#exhausted();
        case 'target-missing':
          throw this.#targetMissing();
        case 'run':
          if (this.#done.has(KINDS[decision.action])) return this.#stopBefore();
          await this.#perform(decision.action, state);
          if (KINDS[decision.action] === 'remediation') throw this.#stopAfterRemediation();
          this.#done.add(KINDS[decision.action]);
          await progress.save();
      }
    }
  }

  async #observe(): Promise<ReleaseState> {
    const { context, progress } = this.#work;
    try {
      return await observeReleaseState(this.#work, this.#desired);
    } catch (error) {
      context.signal.throwIfAborted();
      const message = `Could not determine release state: ${textOf(error)}`;
      progress.mark({ type: 'Ready', status: 'False', reason: 'StateError', message });
      throw new SettledHalt({ kind: 'retry', message, requeueAfterMs: 'backoff', cause: error });
    }
  }

  async #perform(action: ReleaseAction, state: ReleaseState): Promise<void> {
    const { context, progress } = this.#work;
    const timeout = renderMs(timeoutOf(action, this.#work));
    const message = `Running '${action}' action with timeout of ${timeout}`;
    progress.markReconciling('Progressing', message);
    if (KINDS[action] === 'release') {
      progress.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message });
    }
    await progress.save();
    context.log.info(message);
    this.#failure = await this.#attempt(() => this.#runAction(action, state));
  }

  async #runAction(action: ReleaseAction, state: ReleaseState): Promise<unknown> {
    const work = this.#work;
    switch (action) {
      case 'install':
      case 'upgrade':
        return makeRelease(action, work, this.#desired);
      case 'test':
        return runTests(work);
      case 'rollback':
        return rollBack(work, this.#desired);
      case 'uninstall':
        return remediateByUninstall(work);
      case 'unlock':
        return unlock(work);
      case 'correct cluster drift':
        return undoDrift(work, state.kind === 'drifted' ? state.drifts : []);
    }
  }

  /** Runs what may fail without having changed anything: that is tried again soon. */
  async #attempt<T>(run: () => Promise<T>): Promise<T> {
    const { context, progress } = this.#work;
    try {
      return await run();
    } catch (error) {
      context.signal.throwIfAborted();
      if (preemptionIn(error) !== undefined) throw error;
      const retryMs = this.#retryMs();
      if (retryMs !== undefined) throw this.#retryAfter(retryMs, error);
      const message = textOf(error);
      if (progress.isTrue('Ready')) {
        progress.mark({ type: 'Ready', status: 'False', reason: 'ReconcileError', message });
      }
      throw new SettledHalt({ kind: 'retry', message, requeueAfterMs: 'backoff', cause: error });
    }
  }

  /** What is left to do was tried already. */
  #stopBefore(): Done {
    const { context, progress } = this.#work;
    const retryMs = this.#retryMs();
    if (retryMs !== undefined) throw this.#retryAfter(retryMs, this.#failure);
    if (!this.#areRetriesExhausted()) throw this.#tryAgain();
    progress.remove('Reconciling');
    return { requeueAfterMs: intervalMs(context.object) };
  }

  #stopAfterRemediation(): SettledHalt {
    const { context, progress } = this.#work;
    const retryMs = this.#retryMs();
    if (retryMs !== undefined) return this.#retryAfter(retryMs, this.#failure);
    const action = progress.fields.lastAttemptedReleaseAction;
    const uninstallsAfterUpgrade =
      action === 'upgrade' && remediationOf(context.object, action).strategy === 'uninstall';
    return !this.#areRetriesExhausted() || uninstallsAfterUpgrade ? this.#tryAgain() : this.#exhausted();
  }

  #retryMs(): number | undefined {
    const { deps, context, progress } = this.#work;
    const action = progress.fields.lastAttemptedReleaseAction;
    return action === undefined ? undefined : retryIntervalMs(context.object, action, deps.gates);
  }

  #areRetriesExhausted(): boolean {
    const { context, progress } = this.#work;
    const action = progress.fields.lastAttemptedReleaseAction;
    if (action === undefined) return false;
    return areRetriesExhausted(remediationOf(context.object, action), progress.failuresOf(action));
  }

  #retryAfter(requeueAfterMs: number, cause: unknown): SettledHalt {
    const message = `retrying after ${renderMs(requeueAfterMs)}`;
    this.#work.progress.markReconciling('ProgressingWithRetry', message);
    return new SettledHalt({ kind: 'waiting', message, requeueAfterMs, observed: true, cause });
  }

  #tryAgain(): SettledHalt {
    const { progress } = this.#work;
    const message = progress.condition('Ready')?.message ?? '';
    progress.markReconciling('ProgressingWithRetry', message);
    return new SettledHalt({ kind: 'retry', message, requeueAfterMs: 'backoff', cause: this.#failure });
  }

  #exhausted(): SettledHalt {
    const { progress } = this.#work;
    const action = progress.fields.lastAttemptedReleaseAction;
    const count = action === undefined ? 0 : progress.failuresOf(action);
    return this.#stalled('RetriesExceeded', `Failed to ${action ?? ''} after ${count} attempt(s)`);
  }

  #targetMissing(): SettledHalt {
    const problem = 'missing target release for rollback: cannot remediate failed release';
    return this.#stalled('MissingRollbackTarget', `Failed to perform remediation: ${problem}`);
  }

  #stalled(reason: string, message: string): SettledHalt {
    this.#work.progress.markStalled(reason, message);
    return new SettledHalt({ kind: 'stalled', reason, message, cause: this.#failure });
  }
}

function timeoutOf(action: ReleaseAction, { context }: ReleaseWork): number {
  if (action === 'unlock' || action === 'correct cluster drift') return timeoutMs(context.object);
  return timeoutMs(context.object, action);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
