import { findLocation, LocatedError, type SourceLocation } from './located-error.js';

export interface RenderErrorOptions {
  /** Gives the text of a file for the excerpt, or `undefined` when it cannot be shown (absent, or it may hold secrets). */
  readonly readSource?: (location: SourceLocation) => string | undefined;
}

/**
 * The error as a person reads it: `file:line:column: message`, the line with a caret, and the hint.
 * Only the command line and the dashboard call this; everything else passes the parts on.
 */
export function renderError(error: unknown, { readSource }: RenderErrorOptions = {}): string {
  if (!(error instanceof Error)) return String(error);
  const at = findLocation(error);
  const lines = [at === undefined ? error.message : `${renderLocation(at)}: ${error.message}`];
  if (at !== undefined) lines.push(...excerpt(at, readSource?.(at)));
  const hint = findHint(error);
  if (hint !== undefined) lines.push(`hint: ${hint}`);
  return lines.join('\n');
}

/** `file:line:column`, as far as it is known. */
export function renderLocation({ file, line, column }: SourceLocation): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

function findHint(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof LocatedError && current.hint !== undefined) return current.hint;
  }
  return undefined;
}

function excerpt({ line, column }: SourceLocation, source: string | undefined): string[] {
  const text = line === undefined ? undefined : source?.split('\n')[line - 1];
  if (text === undefined) return [];
  const shown = [`  | ${text}`];
  if (column !== undefined) shown.push(`  | ${' '.repeat(column - 1)}^`);
  return shown;
}
