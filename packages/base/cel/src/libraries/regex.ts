import { RE2JS } from 're2js';
import { CelError } from '../values/cel-error.js';

const MAX_CACHED = 256;

const cache = new Map<string, RE2JS>();

/** Compiles a regular expression of RE2; compiled ones are kept. @throws CelError with Go's message */
export function compileRegex(pattern: string): RE2JS {
  const cached = cache.get(pattern);
  if (cached !== undefined) return cached;
  if (cache.size >= MAX_CACHED) cache.clear();
  const regex = compile(pattern);
  cache.set(pattern, regex);
  return regex;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Groups may share a name in Go; nothing here asks for them by name.
    if (message.includes('duplicate capture group name')) return compile(withoutNames(pattern));
    // Go quotes the part at fault even where nothing is left of it.
    throw new CelError(message.endsWith('end of expression') ? `${message}: \`\`` : message);
  }
}

/** The pattern with its groups unnamed. Escapes, quoted texts and character classes are left alone. */
function withoutNames(pattern: string): string {
  const parts = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\(\?P?<\w+>/g;
  return pattern.replace(parts, (part) => (part.startsWith('(?') ? '(' : part));
}
