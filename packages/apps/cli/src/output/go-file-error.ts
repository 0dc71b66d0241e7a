import { LocatedError } from '@gotk/located-error';

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EACCES: 'permission denied',
  EEXIST: 'file exists',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
};

/** What went wrong with a file, in Go's words. */
export function describeFileProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
}

/** A failure with a file as Go tells it: `open x: no such file or directory`. */
export function goFileError(operation: string, file: string, cause: unknown): LocatedError {
  const message = `${operation} ${file}: ${describeFileProblem(cause)}`;
  return new LocatedError({ code: 'file-missing', message, cause });
}
