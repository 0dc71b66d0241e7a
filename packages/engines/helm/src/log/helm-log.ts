import { quoteText } from '@gotk/go-template';

/** A line that Helm would log: to be shown on stderr, never part of a result. */
export interface HelmLogEntry {
  readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  readonly attributes: readonly (readonly [key: string, value: string])[];
}

/** Takes log lines. */
export type HelmLog = (entry: HelmLogEntry) => void;

/** Drops log lines. */
export const silentLog: HelmLog = () => undefined;

/** The line as Helm's handler writes it, without the time. */
export function renderLogEntry({ level, message, attributes }: HelmLogEntry): string {
  const fields = attributes.map(([key, value]) => ` ${key}=${quoteWhereNeeded(value)}`);
  return `level=${level} msg=${quoteWhereNeeded(message)}${fields.join('')}`;
}

/** slog quotes empty texts and those with spaces, quotes, equal signs or what cannot be printed. */
function quoteWhereNeeded(text: string): string {
  return /^[^\s"=\p{C}]+$/u.test(text) ? text : quoteText(text);
}
