import type { SchemaNode } from './schema-node.js';
import { compositeError, SchemaResult } from './schema-result.js';
import { type CheckedValue, validateSchema } from './validate-schema.js';

/** Checks `anyOf`, `oneOf`, `allOf` and `not`. */
export function validateCombinations(node: SchemaNode, checked: CheckedValue, result: SchemaResult): void {
  if (node.anyOf !== undefined && node.anyOf.length > 0) validateAnyOf(node.anyOf, checked, result);
  if (node.oneOf !== undefined && node.oneOf.length > 0) validateOneOf(node.oneOf, checked, result);
  if (node.allOf !== undefined && node.allOf.length > 0) validateAllOf(node.allOf, checked, result);
  if (node.not !== undefined && validateSchema(node.not, checked).isValid) {
    result.add(compositeError(`${quoted(checked)} must not validate the schema (not)`));
  }
  result.count();
}

function validateAnyOf(alternatives: readonly SchemaNode[], checked: CheckedValue, result: SchemaResult): void {
  const results: SchemaResult[] = [];
  for (const alternative of alternatives) {
    const found = validateSchema(alternative, checked);
    if (found.isValid) return result.merge(found);
    results.push(found);
  }
  result.add(compositeError(`${quoted(checked)} must validate at least one schema (anyOf)`));
  result.merge(furthest(results));
}

function validateOneOf(alternatives: readonly SchemaNode[], checked: CheckedValue, result: SchemaResult): void {
  const results = alternatives.map((alternative) => validateSchema(alternative, checked));
  const [first, ...others] = results.filter(({ isValid }) => isValid);
  if (first !== undefined && others.length === 0) return result.merge(first);
  const found = first === undefined ? 'Found none valid' : `Found ${others.length + 1} valid alternatives`;
  result.add(compositeError(`${quoted(checked)} must validate one and only one schema (oneOf). ${found}`));
  if (first === undefined) result.merge(furthest(results));
}

function validateAllOf(parts: readonly SchemaNode[], checked: CheckedValue, result: SchemaResult): void {
  const results = parts.map((part) => validateSchema(part, checked));
  for (const part of results) result.merge(part);
  const valid = results.filter(({ isValid }) => isValid).length;
  if (valid === parts.length) return;
  result.add(
    compositeError(`${quoted(checked)} must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`),
  );
}

/** The alternative with the most checks; the first of several. */
function furthest(results: readonly SchemaResult[]): SchemaResult {
  return results.reduce(
    (best, result) => (result.checks > best.checks ? result : best),
    results[0] ?? new SchemaResult(),
  );
}

function quoted({ path }: CheckedValue): string {
  return JSON.stringify(path);
}
