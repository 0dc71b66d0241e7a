import { type JsonValue, parseGoJson } from '@gotk/json';

const MAX_DEPTH = 1000;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/**
 * Parses a JSON text from outside as Go does. @throws Error in Go's words when it is not well-formed, or nested more than 1,000 deep:
 * a tenth of what Go reads, for what walks over objects does so by recursion.
 */
export function parseBodyJson(text: string): JsonValue {
  if (isTooDeep(text)) throw new Error('exceeded max depth');
  return parseGoJson(text);
}

function isTooDeep(text: string): boolean {
  return opensMany(text) && depthExceeds(text);
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

function depthExceeds(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
