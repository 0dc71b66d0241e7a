import { LocatedError, type SourceLocation } from '@gotk/located-error';

export interface BuildErrorDetails {
  readonly at?: SourceLocation | undefined;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error of the build: kustomize's words in `message`, ours in `hint`. */
export function buildError(code: string, message: string, details: BuildErrorDetails = {}): LocatedError {
  const { at, hint, cause } = details;
  return new LocatedError({
    code,
    message,
    at:
      at === undefined
        ? undefined
        : {
            file: at.file,
            ...(at.line === undefined ? {} : { line: at.line }),
            ...(at.column === undefined ? {} : { column: at.column }),
          },
    hint,
    cause,
  });
}
