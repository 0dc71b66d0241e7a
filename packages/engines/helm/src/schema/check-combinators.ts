import type { SchemaCheck } from './schema-check.js';
import type { Failure } from './validation-failure.js';

/** `not`, `allOf`, `anyOf`, `oneOf`, `if`. */
export function checkCombinators(check: SchemaCheck): void {
  const { not, condition } = check.site.schema.parts.keywords;
  if (not !== undefined && check.also(not, { quiet: true }) === undefined) check.fail("'not' failed");
  checkAllOf(check);
  checkAnyOf(check);
  checkOneOf(check);
  if (condition === undefined) return;
  const branch = check.also(condition.test, { quiet: true }) === undefined ? condition.whenMet : condition.otherwise;
  if (branch !== undefined) check.add(check.also(branch));
}

function checkAllOf(check: SchemaCheck): void {
  const failures: Failure[] = [];
  for (const schema of check.site.schema.parts.keywords.allOf ?? []) {
    const failure = check.also(schema);
    if (failure !== undefined) failures.push(failure);
    if (check.site.quiet && failures.length > 0) break;
  }
  if (failures.length > 0) check.fail("'allOf' failed", failures);
}

function checkAnyOf(check: SchemaCheck): void {
  const schemas = check.site.schema.parts.keywords.anyOf ?? [];
  const failures: Failure[] = [];
  let matched = schemas.length === 0;
  for (const schema of schemas) {
    const failure = check.also(schema);
    if (failure !== undefined) failures.push(failure);
    else {
      matched = true;
      // All must look at the value while somebody asks what none has looked at.
      if (check.site.unevaluated.isEmpty) break;
    }
  }
  if (!matched) check.fail("'anyOf' failed", failures);
}

function checkOneOf(check: SchemaCheck): void {
  const schemas = check.site.schema.parts.keywords.oneOf ?? [];
  const failures: Failure[] = [];
  let matched: number | undefined;
  for (const [index, schema] of schemas.entries()) {
    const failure = check.also(schema, { quiet: matched !== undefined });
    if (failure !== undefined) {
      if (matched === undefined) failures.push(failure);
    } else if (matched === undefined) matched = index;
    else {
      check.fail(`'oneOf' failed, subschemas ${matched}, ${index} matched`);
      return;
    }
  }
  if (matched === undefined && schemas.length > 0) check.fail("'oneOf' failed, none matched", failures);
}
