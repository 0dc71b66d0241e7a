import type { JsonValue } from '@gotk/json';
import { JsonPathEvaluator } from './evaluate/json-path-evaluator.js';
import type { PathValue } from './evaluate/path-value.js';
import { renderResults, renderResultsAsJson, toJson } from './evaluate/render-results.js';
import { type JsonPathTemplate, parseJsonPath } from './parse/parse-json-path.js';

export interface JsonPathOptions {
  /** Whether a path to nothing is empty, rather than an error. @default false */
  readonly allowMissingKeys?: boolean;
  /**
   * What numbers of the data count as: `int64` whole ones are integers, as kubectl has objects from the API; `float64`
   * all are floats, as in JSON decoded without a schema. It shows in comparisons and for large numbers. @default 'int64'
   */
  readonly numbers?: 'int64' | 'float64';
  /** The most values that one run may look at. @default 5,000,000 */
  readonly maxSteps?: number;
}

/**
 * The text that kubectl's `-o jsonpath=` prints for `data`.
 * @throws LocatedError `json-path-syntax` or `json-path`, in kubectl's words.
 */
export function renderJsonPath(
  template: JsonPathTemplate | string,
  data: JsonValue,
  options: JsonPathOptions = {},
): string {
  const rules = { wholeNumbersAreInts: options.numbers !== 'float64' };
  return findResults(template, data, options)
    .map((results) => renderResults(results, rules))
    .join('');
}

/**
 * The text that kubectl's `-o jsonpath-as-json=` prints for `data`: for each part of the template a list of its results.
 * @throws LocatedError as {@link renderJsonPath}.
 */
export function renderJsonPathAsJson(
  template: JsonPathTemplate | string,
  data: JsonValue,
  options: JsonPathOptions = {},
): string {
  return findResults(template, data, options).map(renderResultsAsJson).join('');
}

/**
 * What each part of the template leads to: for `{.items[*].name}` one list with all names.
 * @throws LocatedError as {@link renderJsonPath}.
 */
export function findJsonPath(
  template: JsonPathTemplate | string,
  data: JsonValue,
  options: JsonPathOptions = {},
): readonly (readonly JsonValue[])[] {
  return findResults(template, data, options).map((results) => results.map(toJson));
}

function findResults(
  template: JsonPathTemplate | string,
  data: JsonValue,
  { allowMissingKeys = false, numbers = 'int64', maxSteps = 5_000_000 }: JsonPathOptions,
): readonly (readonly PathValue[])[] {
  const { nodes } = typeof template === 'string' ? parseJsonPath(template) : template;
  const options = { allowMissingKeys, maxSteps, wholeNumbersAreInts: numbers === 'int64' };
  return new JsonPathEvaluator(nodes, options).find(data ?? undefined);
}
