/**
 * A place in a file that a person can open.
 *
 * `line` and `column` are 1-based; both count UTF-16 code units of the text as read.
 */
export interface SourceLocation {
  /** Path as the person who wrote the file knows it (relative to the repository or the working directory). */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The repository the file belongs to, where that is not the working directory. */
  readonly repository?: string;
}

export interface LocatedErrorOptions {
  /** Stable identity in kebab-case, e.g. `yaml-syntax`. Callers switch on this, never on the message. */
  readonly code: string;
  /** Upstream's wording: what conditions, events and scripts see. */
  readonly message: string;
  readonly at?: SourceLocation | undefined;
  /** One imperative sentence on what to do. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** An error in three parts for three audiences: `message` for machines, `at` and `hint` for people. */
export class LocatedError extends Error {
  readonly code: string;
  readonly at: SourceLocation | undefined;
  readonly hint: string | undefined;

  constructor({ code, message, at, hint, cause }: LocatedErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LocatedError';
    this.code = code;
    this.at = at;
    this.hint = hint;
  }
}

/** Whether `error` (or one of its causes) is a {@link LocatedError} with this code. */
export function hasErrorCode(error: unknown, code: string): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof LocatedError && current.code === code) return true;
  }
  return false;
}

/** The innermost place known for `error`, or `undefined`. */
export function findLocation(error: unknown): SourceLocation | undefined {
  let found: SourceLocation | undefined;
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof LocatedError && current.at !== undefined) found = current.at;
  }
  return found;
}
