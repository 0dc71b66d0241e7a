import { isJsonObject, type JsonValue, renderGoFloat, renderGoJson } from '@gotk/json';
import { NumberLiteral } from './number-literal.js';
import { asList, asObject, type NumberRules, type PathValue } from './path-value.js';

/** The results of one pair of braces as text: objects and lists as JSON, one space between results. */
export function renderResults(results: readonly PathValue[], rules: NumberRules): string {
  return results.map((result) => renderResult(result, rules)).join(' ');
}

function renderResult(result: PathValue, rules: NumberRules): string {
  if (asObject(result) !== undefined || asList(result) !== undefined) return renderGoJson(toJson(result));
  return renderPlain(result, rules);
}

/** A value as Go's `%v` has it, but for null and for nothing at all. */
function renderPlain(result: PathValue, { wholeNumbersAreInts }: NumberRules): string {
  if (result === undefined) return '<no value>';
  if (result instanceof NumberLiteral)
    return result.type === 'float' ? renderGoFloat(result.value) : String(result.value);
  if (typeof result !== 'number') return String(result);
  return wholeNumbersAreInts && Number.isInteger(result) ? BigInt(result).toString() : renderGoFloat(result);
}

/** The results of one pair of braces as a JSON list, indented by four spaces (`-o jsonpath-as-json`). */
export function renderResultsAsJson(results: readonly PathValue[]): string {
  return `${renderGoJson(results.map(toJson), { indent: '    ' })}\n`;
}

/** The value without literals of the template. */
export function toJson(value: PathValue): JsonValue {
  return value instanceof NumberLiteral ? value.value : (value ?? null);
}

/** A value within an error message. */
export function describeValue(value: PathValue, rules: NumberRules): string {
  if (value === undefined) return '<invalid reflect.Value>';
  const list = asList(value);
  if (list !== undefined) return `[${list.map((item) => describeValue(item, rules)).join(' ')}]`;
  if (value instanceof NumberLiteral || !isJsonObject(value))
    return value === null ? '<nil>' : renderPlain(value, rules);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([key, member]) => `${key}:${describeValue(member, rules)}`).join(' ')}]`;
}
