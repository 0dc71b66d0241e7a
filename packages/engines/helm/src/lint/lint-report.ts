import { LocatedError } from '@gotk/located-error';
import type { LintMessage, LintSeverity } from './lint-message.js';

/** Collects messages about one file or folder. */
export class LintReport {
  readonly messages: LintMessage[] = [];

  /** Adds a message unless there is no problem. @returns whether there is none */
  check(severity: LintSeverity, path: string, problem: LintProblem | undefined): boolean {
    if (problem === undefined) return true;
    this.messages.push({ severity, path, ...(typeof problem === 'string' ? { text: problem } : problem) });
    return false;
  }
}

/** What is wrong: its text, perhaps with a place. */
export type LintProblem = string | Pick<LintMessage, 'text' | 'at' | 'hint'>;

/** What a failure says, with its place; `undefined` where nothing failed. @param prefix before the failure's text. */
export function problemOfError(error: unknown, prefix = ''): LintProblem {
  if (!(error instanceof LocatedError)) return prefix + (error instanceof Error ? error.message : String(error));
  const { message, at, hint } = error;
  return { text: prefix + message, at, hint };
}

/** The result of something, or the problem that it met. */
export function attempt<T>(
  run: () => T,
  prefix = '',
): { readonly value: T; readonly problem?: never } | { readonly problem: LintProblem; readonly value?: never } {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return { problem: problemOfError(error, prefix) };
  }
}
