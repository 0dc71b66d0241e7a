import { LocatedError } from '@gotk/located-error';
import type { YamlDialect } from './resolve/dialect.js';
import { type Mark, YamlProblem } from './scan/problem.js';
import type { ParseYamlOptions } from './yaml-options.js';

/** Puts a problem into go-yaml's words and gives it its place. Other errors pass unchanged. */
export function toLocatedError(error: unknown, dialect: YamlDialect, options: ParseYamlOptions): unknown {
  if (!(error instanceof YamlProblem)) return error;
  const { file, startLine = 1 } = options;
  const at = error.at ?? error.context;
  const place = file === undefined ? undefined : { file, ...(at === undefined ? {} : placeOf(at, startLine)) };
  const message = error.kind === 'json' ? error.problem : `yaml: ${linePrefix(error, dialect)}${error.problem}`;
  return new LocatedError({ code: 'yaml-syntax', message, at: place });
}

function placeOf(mark: Mark, startLine: number): { readonly line: number; readonly column: number } {
  return { line: mark.line + startLine, column: mark.column + 1 };
}

/**
 * The line as go-yaml tells it, which is not always where the problem is: none on the first line, a parser's line is counted
 * from 0, and v3 prefers the line where the construct began.
 */
function linePrefix({ kind, at, context }: YamlProblem, dialect: YamlDialect): string {
  if (kind !== 'scanner' && kind !== 'parser') return '';
  const first = dialect === 'sigs' ? at : context;
  const second = dialect === 'sigs' ? context : at;
  const plus = kind === 'scanner' ? 1 : 0;
  if (first !== undefined && first.line !== 0) return `line ${first.line + plus}: `;
  if (second === undefined || second.line === 0) return '';
  return `line ${second.line + (dialect === 'sigs' ? 0 : plus)}: `;
}
