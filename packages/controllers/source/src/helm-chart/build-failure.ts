import { Halt } from '@gotk/controller-runtime';
import { SourceFailure } from '../conditions/source-failure.js';

/** What goes wrong while a chart is built: how messages begin, which condition tells, and whether only a change helps. */
const REASONS = {
  InvalidChartReference: { summary: 'invalid chart reference', condition: 'FetchFailed', kind: 'stalled' },
  ChartPullError: { summary: 'chart pull error', condition: 'FetchFailed', kind: 'retry' },
  MetadataPatchError: { summary: 'chart metadata patch error', condition: 'BuildFailed', kind: 'stalled' },
  ValuesFilesError: { summary: 'values files merge error', condition: 'BuildFailed', kind: 'stalled' },
  DependencyBuildError: { summary: 'dependency build error', condition: 'BuildFailed', kind: 'retry' },
  ChartVerificationError: { summary: 'chart verification error', condition: 'BuildFailed', kind: 'retry' },
  ChartPackageError: { summary: 'chart package error', condition: 'BuildFailed', kind: 'retry' },
} as const;

export type BuildReason = keyof typeof REASONS;

/** Runs a part of a build; an error of it is told under this reason. @param context stands before the error's message. */
export async function building<T>(reason: BuildReason, context: string, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof Halt || cause.name === 'AbortError') throw cause;
    const { summary, condition, kind } = REASONS[reason];
    const happened = cause.name === 'TimeoutError' ? 'context deadline exceeded' : cause.message;
    const message = [summary, context, happened].filter((part) => part !== '').join(': ');
    throw new SourceFailure({ kind, condition, reason, message, cause });
  }
}
