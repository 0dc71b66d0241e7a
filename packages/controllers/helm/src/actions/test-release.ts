import { LocatedError } from '@gotk/located-error';
import type { Release, ReleaseHook } from '../storage/release.js';
import type { ActionContext } from './action-context.js';
import { ActionError } from './action-error.js';
import { executeHooks, HookFailure } from './execute-hooks.js';

export interface TestOptions {
  readonly name: string;
  readonly timeoutMs: number;
  /** Which tests to run; those of an `exclude` are left out. */
  readonly filters: readonly { readonly name: string; readonly exclude?: boolean }[];
}

/**
 * Runs the tests of the newest revision, and stores their results.
 * @throws ActionError when a test failed.
 */
export async function testRelease({ name, timeoutMs, filters }: TestOptions, context: ActionContext): Promise<Release> {
  const release = await context.storage.last(name);
  if (release === undefined) throw new LocatedError({ code: 'release-missing', message: 'release: not found' });
  const serverSideApply = release.applyMethod === 'ssa';
  const isSelected = (hook: ReleaseHook): boolean => selects(filters, hook.name);
  try {
    const options = { event: 'test', strategy: 'poller', timeoutMs, serverSideApply, isSelected } as const;
    const tested = await executeHooks(release, options, context);
    await context.storage.update(tested);
    return tested;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof HookFailure)) throw error;
    await context.storage.update(error.release).catch(() => context.signal.throwIfAborted());
    throw new ActionError(error.message, { release: error.release, cause: error });
  }
}

function selects(filters: TestOptions['filters'], name: string): boolean {
  const named = filters.filter((filter) => filter.name === name);
  if (named.some(({ exclude = false }) => exclude)) return false;
  const isRestricted = filters.some(({ exclude = false }) => !exclude);
  return !isRestricted || named.length > 0;
}
