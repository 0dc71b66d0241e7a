import { englishCount } from './english-number.js';
import type { JsonNode, JsonTable } from './json-node.js';
import { Schema } from './schema.js';
import { failuresOf, type SchemaCheck } from './schema-check.js';
import { listQuoted, singleQuoted } from './validation-failure.js';

/** The keywords for objects. */
export function checkObject(check: SchemaCheck, table: JsonTable): void {
  checkSize(check, table);
  if (check.isDecided) return;
  checkDependencies(check, table);
  checkProperties(check, table);
  checkPropertyNames(check, table);
  checkDependents(check, table);
}

function checkSize(check: SchemaCheck, table: JsonTable): void {
  const { minProperties, maxProperties, required } = check.site.schema.parts.keywords;
  const got = englishCount(table.size);
  if (minProperties !== undefined && table.size < minProperties) {
    check.fail(`minProperties: got ${got}, want ${englishCount(minProperties)}`);
  }
  if (maxProperties !== undefined && table.size > maxProperties) {
    check.fail(`maxProperties: got ${got}, want ${englishCount(maxProperties)}`);
  }
  const missing = missingOf(table, required ?? []);
  if (missing.length > 0) {
    check.fail(`missing ${missing.length === 1 ? 'property' : 'properties'} ${listQuoted(missing)}`);
  }
}

function missingOf(table: JsonTable, names: readonly string[]): string[] {
  return names.filter((name) => !table.has(name));
}

function checkDependencies(check: SchemaCheck, table: JsonTable): void {
  for (const [key, dependency] of check.site.schema.parts.keywords.dependencies ?? []) {
    if (!table.has(key)) continue;
    if (dependency instanceof Schema) check.add(check.also(dependency));
    else requireDependents(check, table, { key, names: dependency });
  }
}

function requireDependents(
  check: SchemaCheck,
  table: JsonTable,
  { key, names }: { readonly key: string; readonly names: readonly string[] },
): void {
  const missing = missingOf(table, names);
  if (missing.length > 0) check.fail(`properties ${listQuoted(missing)} required, if ${singleQuoted(key)} exists`);
}

function checkProperties(check: SchemaCheck, table: JsonTable): void {
  const refused: string[] = [];
  for (const [key, value] of table) {
    if (check.isDecided) return;
    const verdict = checkProperty(check, key, value);
    if (verdict === 'refused') refused.push(key);
    if (verdict !== 'unknown') check.site.unevaluated.keys.delete(key);
  }
  if (refused.length > 0) check.fail(`additional properties ${listQuoted(refused)} not allowed`);
}

function checkProperty(check: SchemaCheck, key: string, value: JsonNode): 'known' | 'unknown' | 'refused' {
  const { properties, patternProperties = [], additionalProperties } = check.site.schema.parts.keywords;
  let isKnown = false;
  const apply = (schema: Schema): void => {
    isKnown = true;
    check.add(check.member(schema, value, key));
  };
  const own = properties?.get(key);
  if (own !== undefined) apply(own);
  for (const { regex, schema } of patternProperties) if (regex.find(key, 0) !== undefined) apply(schema);
  if (isKnown || additionalProperties === undefined) return isKnown ? 'known' : 'unknown';
  if (additionalProperties instanceof Schema) apply(additionalProperties);
  return additionalProperties === false ? 'refused' : 'known';
}

function checkPropertyNames(check: SchemaCheck, table: JsonTable): void {
  const { propertyNames } = check.site.schema.parts.keywords;
  if (propertyNames === undefined) return;
  for (const key of table.keys()) {
    const failures = failuresOf(propertyNames, key);
    if (failures.length > 0) check.fail(`invalid propertyName ${singleQuoted(key)}`, failures);
  }
}

function checkDependents(check: SchemaCheck, table: JsonTable): void {
  const { dependentSchemas, dependentRequired } = check.site.schema.parts.keywords;
  for (const [key, schema] of dependentSchemas ?? []) if (table.has(key)) check.add(check.also(schema));
  for (const [key, names] of dependentRequired ?? []) {
    if (table.has(key)) requireDependents(check, table, { key, names });
  }
}
