import { type JsonValue, parseGoJson } from '@gotk/json';

const MAX_DEPTH = 1000;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/**
 * Parses a JSON text from outside as Go does. @throws Error in Go's words when it is not well-formed, or nested more than 1,000 deep:
 * a tenth of what Go reads, for what walks over objects does so by recursion.
 */
export function parseBodyJson(text: string): JsonValue {
  const opening = opensMany(text) ? openingTooDeep(text) : undefined;
  if (opening !== undefined) throw new Error(`invalid character '${opening}' exceeded max depth`);
  return parseGoJson(text);
}

/** Most texts have too few brackets to be deep. */
function opensMany(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count <= MAX_DEPTH; at++) {
    const code = text.charCodeAt(at);
    if (code === OPENING_BRACKET || code === OPENING_BRACE) count++;
  }
  return count > MAX_DEPTH;
}

/** The bracket that goes too deep. */
function openingTooDeep(text: string): string | undefined {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) return token;
  }
  return undefined;
}
