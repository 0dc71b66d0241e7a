import { shortDiff } from '../../short-diff.js';
import type { CaseResult } from '../../suite.js';

/** One line of a file of golden/base: its inputs, and `expected` or `error`. */
export interface Row {
  readonly name: string;
  readonly op?: string;
  readonly expected?: unknown;
  readonly error?: string;
  readonly [input: string]: unknown;
}

/** Compares what `answer` returns or throws with what the row says. */
export function checkRow(row: Row, answer: () => unknown): CaseResult {
  return compare(row, answerOf(answer));
}

/** As `checkRow`, for an answer that takes time. */
export async function checkSlowRow(row: Row, answer: () => Promise<unknown>): Promise<CaseResult> {
  const actual = await answer().then(render, renderError);
  return compare(row, actual);
}

function compare(row: Row, actual: string): CaseResult {
  const wanted = row.error === undefined ? render(row.expected) : `error: ${row.error}`;
  if (actual === wanted || (row.error?.startsWith('PANIC:') === true && actual.startsWith('error: ')))
    return { kind: 'pass' };
  return { kind: 'fail', diff: shortDiff(wanted, actual) };
}

function answerOf(answer: () => unknown): string {
  try {
    return render(answer());
  } catch (error) {
    return renderError(error);
  }
}

function renderError(error: unknown): string {
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}

/** Objects one member a line with sorted keys, so that a diff shows the member; a string as it is. */
function render(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, sortKeys, 1) ?? 'undefined';
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
