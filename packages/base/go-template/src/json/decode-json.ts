import type { JsonValue } from '@gotk/json';
import { GoError } from '../functions/go-error.js';
import type { GoValue } from '../value/go-value.js';
import { goValueOf } from '../value/json-value.js';
import { jsonProblem } from './json-problem.js';

/** encoding/json's Unmarshal into an `interface {}`: numbers become float64. @throws GoError with Go's message. */
export function decodeJson(text: string): GoValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new GoError(jsonProblem(text) ?? 'invalid JSON');
  }
  checkNumbers(parsed, text);
  // JSON.parse gives JSON values.
  return goValueOf(parsed as JsonValue);
}

/** A float64 cannot hold 1e400, of which JavaScript makes an infinity. */
function checkNumbers(parsed: unknown, text: string): void {
  if (typeof parsed === 'number' && !Number.isFinite(parsed)) throw tooLarge(text.trim());
  if (!/e\+?[0-9]{3}|[0-9]{309}/i.test(text)) return;
  for (const [number] of text.matchAll(/-?[0-9][0-9.]*(?:e[+-]?[0-9]+)?(?=[\s,\]}]|$)/gi)) {
    if (!Number.isFinite(Number(number)) && hasInfinity(parsed)) throw tooLarge(number);
  }
}

function tooLarge(number: string): GoError {
  return new GoError(`json: cannot unmarshal number ${number} into Go value of type float64`);
}

function hasInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}
