import type { SourceLocation } from '@gotk/located-error';

export type LintSeverity = 'INFO' | 'WARNING' | 'ERROR';

/** Something that lint found. */
export interface LintMessage {
  readonly severity: LintSeverity;
  /** What Helm names as the place: a file of the chart, a folder, nothing, or the chart's own path. */
  readonly path: string;
  /** Helm's text. */
  readonly text: string;
  /** The place for a person, its file relative to the chart. */
  readonly at?: SourceLocation | undefined;
  readonly hint?: string | undefined;
}

/** The message as Helm prints it. */
export function renderLintMessage({ severity, path, text }: LintMessage): string {
  return `[${severity}] ${path}: ${text}`;
}
