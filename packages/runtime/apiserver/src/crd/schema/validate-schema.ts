import { isUnchanged, type RuleSchema } from '@gotk/cel';
import { isJsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { invalidField, notSupportedField, tooManyField, typeInvalidField } from '@gotk/objects';
import type { SchemaNode } from './schema-node.js';
import { SchemaResult } from './schema-result.js';
import { validateCombinations } from './validate-combinations.js';
import { validateNumber } from './validate-number.js';
import { validateObject } from './validate-object.js';
import { knownFormat, validateString } from './validate-string.js';

/** A value to check, where it stands, and what stood there before an update. */
export interface CheckedValue {
  readonly value: JsonValue;
  /** Dotted; empty for the whole object. */
  readonly path: string;
  /** What is equal to the value that stood here before is not checked again. `undefined`: nothing comparable. */
  readonly old?: JsonValue | undefined;
}

/** Checks a value against a schema, in the order and the words of the API. */
export function validateSchema(node: SchemaNode, checked: CheckedValue): SchemaResult {
  const result = new SchemaResult();
  const { value, old } = checked;
  if (old !== undefined && isUnchanged({ value, old, schema: node as RuleSchema })) return result;
  const typeFits = validateType(node, checked, result);
  if (value === null) return result;
  validateCombinations(node, checked, result);
  if (typeof value === 'string') validateString(node, { value, path: checked.path }, result);
  if (typeof value === 'number') validateNumber(node, { value, path: checked.path }, result);
  if (Array.isArray(value)) validateList(node, { ...checked, value: value as readonly JsonValue[] }, result);
  validateEnum(node, checked, result);
  if (isJsonObject(value)) validateObject(node, { ...checked, value }, result);
  if (typeFits) result.count();
  return result;
}

function validateType(node: SchemaNode, { value, path }: CheckedValue, result: SchemaResult): boolean {
  const types = typesOf(node);
  const actual = typeName(value);
  if (value === null) {
    if (types.length === 0 || node.nullable === true) return true;
    result.add(wrongType(path, types.join(','), 'null'));
    return false;
  }
  const format = formatOf(node);
  if (types.length === 0 && format === undefined) return true;
  const isNumeric = types.includes('number') || types.includes('integer');
  const isTextual = actual === 'string' || actual === 'array';
  // Texts with a known format are left to the format's own check.
  if (format !== undefined && isTextual && !isNumeric) return true;
  const fits = types.includes(actual) || (actual === 'integer' && types.includes('number'));
  if (fits) return true;
  const byFormat = format !== undefined && !isTextual;
  result.add(byFormat ? wrongType(path, format, formatName(actual)) : wrongType(path, types.join(','), actual));
  return false;
}

const NUMBER_FORMATS: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
};

/** The format of a node, if it is one that its type knows. */
function formatOf(node: SchemaNode): string | undefined {
  const { type = '', format } = node;
  const known = Object.hasOwn(NUMBER_FORMATS, type) ? NUMBER_FORMATS[type] : undefined;
  if (known === undefined) return knownFormat(node);
  return format !== undefined && known.includes(format) ? format : undefined;
}

/** What is called the format of a value that has none. */
function formatName(type: string): string {
  if (type === 'integer') return 'int64';
  return type === 'number' ? 'float64' : '';
}

function typesOf(node: SchemaNode): readonly string[] {
  if (node['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return node.type === undefined || node.type === '' ? [] : [node.type];
}

/** The JSON schema type of a value. */
export function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  // Larger ones are no integers to Go.
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? 'integer' : 'number';
  return typeof value;
}

/** A value of another type than the schema's. */
export function wrongType(path: string, expected: string, actual: string) {
  return typeInvalidField(
    fieldOf(path),
    actual,
    `${path} in body must be of type ${expected}: ${JSON.stringify(actual)}`,
  );
}

/** The field path of an error: paths below the root begin with a dot that is not shown. */
export function fieldOf(path: string): string {
  const field = path.startsWith('.') ? path.slice(1) : path;
  return field === '' ? '<nil>' : field;
}

interface CheckedList extends CheckedValue {
  readonly value: readonly JsonValue[];
}

function validateList(node: SchemaNode, { value, path, old }: CheckedList, result: SchemaResult): void {
  const { items, minItems, maxItems } = node;
  if (items !== undefined) {
    const correlate = correlationOf(node, old);
    for (const [index, item] of value.entries()) {
      result.merge(validateSchema(items, { value: item, path: `${path}[${index}]`, old: correlate(item) }));
    }
  }
  if (minItems !== undefined && value.length < minItems) {
    result.add(invalidField(fieldOf(path), value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && value.length > maxItems)
    result.add(tooManyField(fieldOf(path), value.length, maxItems));
  result.count();
}

/** Finds what stood in place of an item before: only lists with keys know. */
function correlationOf(node: SchemaNode, old: JsonValue | undefined): (item: JsonValue) => JsonValue | undefined {
  const keys = node['x-kubernetes-list-map-keys'] ?? [];
  if (node['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return () => undefined;
  const oldItems = old as readonly JsonValue[];
  return (item) =>
    oldItems.find((candidate) =>
      keys.every((key) => isJsonObject(candidate) && isJsonObject(item) && jsonEqual(candidate[key], item[key])),
    );
}

function validateEnum(node: SchemaNode, { value, path }: CheckedValue, result: SchemaResult): void {
  const allowed = node.enum;
  if (allowed === undefined || allowed.length === 0 || allowed.some((item) => jsonEqual(item, value))) return;
  const texts = allowed.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  result.add(notSupportedField(fieldOf(path), value, texts));
}
