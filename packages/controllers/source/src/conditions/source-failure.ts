import { Halt, type HaltOptions } from '@gotk/controller-runtime';

/** Conditions of sources whose `True` (for SourceVerified: `False`) tells what went wrong. */
export type FailureCondition =
  | 'StorageOperationFailed'
  | 'FetchFailed'
  | 'BuildFailed'
  | 'IncludeUnavailable'
  | 'SourceVerified';

export interface SourceFailureOptions extends HaltOptions {
  /** Absent: only Ready tells. */
  readonly condition?: FailureCondition;
  readonly reason: string;
}

/** A halt of a source's story, together with the condition that tells of it. */
export class SourceFailure extends Halt {
  readonly condition: FailureCondition | undefined;

  constructor({ condition, ...halt }: SourceFailureOptions) {
    super(halt);
    this.name = 'SourceFailure';
    this.condition = condition;
  }
}

/** How to tell of an error. */
export interface FailureContext {
  readonly condition: FailureCondition;
  readonly reason: string;
  /** Stands before the error's message, with a colon between them. */
  readonly message?: string;
}

/**
 * Runs a part of a story; an error of it is retried and told under this condition.
 * A halt and the reason of an abort pass through.
 */
export async function tellingFailures<T>(context: FailureContext, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof Error && !(error instanceof Halt) && error.name !== 'AbortError'
      ? failureOf(error, context)
      : error;
  }
}

function failureOf(cause: Error, { condition, reason, message }: FailureContext): SourceFailure {
  const happened = cause.name === 'TimeoutError' ? 'context deadline exceeded' : cause.message;
  const told = message === undefined ? happened : `${message}: ${happened}`;
  return new SourceFailure({ kind: 'retry', condition, reason, message: told, cause });
}
