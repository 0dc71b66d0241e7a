import type { Hook } from '@gotk/helm';
import { compareUtf8 } from '@gotk/json';
import { buildResources } from '../resources/build-resources.js';
import { createResources } from '../resources/create-resources.js';
import { deleteResources } from '../resources/delete-resources.js';
import { waitForDeletion, waitForHook } from '../resources/wait-for-resources.js';
import { goTimeText } from '../storage/go-time.js';
import type { HookRun, Release, ReleaseHook } from '../storage/release.js';
import type { ActionContext, WaitStrategy } from './action-context.js';
import { collectHookLogs } from './collect-hook-logs.js';

/** A point in a release's life at which hooks run. */
export type HookEvent = Hook['events'][number];

export interface ExecuteHooksOptions {
  readonly event: HookEvent;
  readonly strategy: WaitStrategy;
  readonly timeoutMs: number;
  readonly serverSideApply: boolean;
  /** Which hooks to run; default: all of the event. */
  readonly isSelected?: (hook: ReleaseHook) => boolean;
}

/** A hook that failed, with the release as the hooks have left it. */
export class HookFailure extends Error {
  readonly release: Release;

  constructor(release: Release, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'HookFailure';
    this.release = release;
  }
}

/**
 * Runs the hooks of an event one after the other, by weight and name, and clears up as their policies say.
 *
 * @returns the release with the results of its hooks.
 * @throws HookFailure
 */
export async function executeHooks(
  release: Release,
  options: ExecuteHooksOptions,
  context: ActionContext,
): Promise<Release> {
  const { event, isSelected = () => true } = options;
  const names = release.hooks
    .map((hook, index) => ({ hook, index }))
    .filter(({ hook }) => hook.events.includes(event) && isSelected(hook))
    .toSorted((a, b) => a.hook.weight - b.hook.weight || compareUtf8(a.hook.name, b.hook.name));
  const run = new HookSequence(release, options, context);
  const done: number[] = [];
  for (const { index } of names) {
    try {
      await run.execute(index);
    } catch (error) {
      context.signal.throwIfAborted();
      await run.clearUpFailed(index, done);
      throw new HookFailure(run.release, error);
    }
    done.push(index);
  }
  await run.clearUpSucceeded(done);
  return run.release;
}

/** One pass over the hooks of an event; it keeps what is known of the release. */
class HookSequence {
  release: Release;
  readonly #options: ExecuteHooksOptions;
  readonly #context: ActionContext;

  constructor(release: Release, options: ExecuteHooksOptions, context: ActionContext) {
    this.release = release;
    this.#options = options;
    this.#context = context;
  }

  /** Runs one hook to its end. @throws with Helm's text when it fails */
  async execute(index: number): Promise<void> {
    const { event, timeoutMs, serverSideApply } = this.#options;
    const context = this.#context;
    const hook = this.#setDefaultPolicy(index);
    await this.#deleteByPolicy(hook, 'before-hook-creation');
    const resources = await this.#build(hook, `unable to build kubernetes object for ${event} hook ${hook.path}`);
    this.#setRun(index, { startedAt: this.#now(), completedAt: undefined, phase: 'Running' });
    await context.storage.update(this.release).catch(() => context.signal.throwIfAborted());
    try {
      const mode = serverSideApply
        ? ({ kind: 'server', forceConflicts: false } as const)
        : ({ kind: 'client' } as const);
      await createResources(resources, mode, context);
    } catch (error) {
      this.#endRun(index, 'Failed');
      throw new Error(`warning: Hook ${event} ${hook.path} failed: ${messageOf(error)}`, { cause: error });
    }
    try {
      await waitForHook(resources, timeoutMs, context);
      this.#endRun(index, 'Succeeded');
    } catch (error) {
      this.#endRun(index, 'Failed');
      throw error;
    }
  }

  /** After a failure: the logs and the remains of the failed hook, and what those before it leave. */
  async clearUpFailed(index: number, done: readonly number[]): Promise<void> {
    const hook = this.#hook(index);
    if (hook === undefined || hook.lastRun.phase !== 'Failed') return;
    await collectHookLogs(hook, 'hook-failed', { context: this.#context, namespace: this.release.namespace });
    await this.#deleteByPolicy(hook, 'hook-failed').catch(() => undefined);
    for (const each of done) {
      const earlier = this.#hook(each);
      if (earlier !== undefined) await this.#deleteByPolicy(earlier, 'hook-succeeded');
    }
  }

  /** After success: logs and remains, the last hook first. */
  async clearUpSucceeded(done: readonly number[]): Promise<void> {
    for (const index of done.toReversed()) {
      const hook = this.#hook(index);
      if (hook === undefined) continue;
      await collectHookLogs(hook, 'hook-succeeded', { context: this.#context, namespace: this.release.namespace });
      await this.#deleteByPolicy(hook, 'hook-succeeded').catch((error: unknown) => {
        throw new HookFailure(this.release, error);
      });
    }
  }

  async #deleteByPolicy(hook: ReleaseHook, policy: string): Promise<void> {
    // Deleting a definition would take all its objects along.
    if (hook.kind === 'CustomResourceDefinition' || !hook.deletePolicies.includes(policy)) return;
    const resources = await this.#build(hook, `unable to build kubernetes object for deleting hook ${hook.path}`);
    const failures = await deleteResources(resources, 'Background', this.#context);
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('; '));
    await waitForDeletion(resources, this.#options, this.#context);
  }

  async #build(hook: ReleaseHook, problem: string): ReturnType<typeof buildResources> {
    try {
      return await buildResources(hook.manifest, { ...this.#context, namespace: this.release.namespace });
    } catch (error) {
      throw new Error(`${problem}: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Hooks without a policy are replaced by the next run. */
  #setDefaultPolicy(index: number): ReleaseHook {
    const hook = this.#hook(index);
    if (hook === undefined) throw new Error(`the release has no hook ${index}`);
    if (hook.deletePolicies.length > 0) return hook;
    return this.#setHook(index, { ...hook, deletePolicies: ['before-hook-creation'] });
  }

  #endRun(index: number, phase: HookRun['phase']): void {
    const startedAt = this.#hook(index)?.lastRun.startedAt;
    this.#setRun(index, { startedAt, completedAt: this.#now(), phase });
  }

  #setRun(index: number, lastRun: HookRun): void {
    const hook = this.#hook(index);
    if (hook !== undefined) this.#setHook(index, { ...hook, lastRun });
  }

  #setHook(index: number, hook: ReleaseHook): ReleaseHook {
    this.release = { ...this.release, hooks: this.release.hooks.with(index, hook) };
    return hook;
  }

  #hook(index: number): ReleaseHook | undefined {
    return this.release.hooks[index];
  }

  #now(): string {
    return goTimeText(this.#context.nowMs());
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
