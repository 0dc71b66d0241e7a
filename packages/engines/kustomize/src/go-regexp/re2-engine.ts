import { RE2JS } from 're2js';
import type { GoRegExp } from './compile-go-regexp.js';

/** @throws Error with the message of Go's regexp when the pattern is not valid. */
export function compileRe2(pattern: string): GoRegExp {
  try {
    const re2 = RE2JS.compile(pattern);
    return { test: (text) => re2.matcher(text).find() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Go quotes the part at fault even where nothing is left of it.
    throw new Error(message.endsWith('end of expression') ? `${message}: \`\`` : message);
  }
}
