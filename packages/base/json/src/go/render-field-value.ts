import type { JsonValue } from '../json-value.js';
import { goQuote } from './go-quote.js';
import { renderGoJson } from './render-go-json.js';
import { renderGoFloat } from './render-go-value.js';

/** A value as Kubernetes' errors about fields show it: text quoted, numbers and booleans bare, anything else as JSON. */
export function renderFieldValue(value: JsonValue): string {
  if (typeof value === 'string') return goQuote(value);
  // Numbers stand as Go prints them; only whole ones of 64 bits are integers there.
  const isFloat = typeof value === 'number' && !(Number.isInteger(value) && Math.abs(value) < 2 ** 63);
  return isFloat ? renderGoFloat(value) : renderGoJson(value);
}
