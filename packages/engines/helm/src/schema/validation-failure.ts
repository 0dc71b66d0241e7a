import { quoteText } from '@gotk/go-template';
import { renderJsonPointer } from '@gotk/json';

/** What a value does not fulfil. */
export interface Failure {
  /** The way to the value. */
  readonly path: readonly string[];
  readonly message: string;
  readonly causes: readonly Failure[];
  /**
   * `reference`: a `$ref` failed, which shows only when several things behind it did. `group`: several keywords of one schema
   * failed; whoever can lists them itself.
   */
  readonly role?: 'reference' | 'group';
}

/** The text in single quotes. */
export function singleQuoted(text: string): string {
  const quoted = quoteText(text).slice(1, -1);
  return `'${quoted.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Texts in single quotes, listed. */
export function listQuoted(texts: readonly string[]): string {
  return texts.map(singleQuoted).join(', ');
}

/** The failures as a tree, two spaces a level. */
export function failureTree(failures: readonly Failure[], level = 0): string {
  return failures.map((failure) => failureText(failure, level)).join('');
}

function failureText({ path, message, causes, role }: Failure, level: number): string {
  if (role === 'reference' && causes.length === 1) return failureTree(causes, level);
  const line = `\n${'  '.repeat(level)}- at ${singleQuoted(renderJsonPointer(path))}: ${message}`;
  return line + failureTree(causes, level + 1);
}
