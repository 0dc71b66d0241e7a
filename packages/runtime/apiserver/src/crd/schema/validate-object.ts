import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { invalidField, requiredField, tooManyField } from '@gotk/objects';
import type { SchemaNode } from './schema-node.js';
import type { SchemaResult } from './schema-result.js';
import { type CheckedValue, fieldOf, validateSchema } from './validate-schema.js';

interface CheckedObject extends CheckedValue {
  readonly value: JsonObject;
}

/** Checks the fields of an object: how many, which, and each against its schema. */
export function validateObject(node: SchemaNode, checked: CheckedObject, result: SchemaResult): void {
  validateCount(node, checked, result);
  validateOtherFields(node, checked, result);
  validateProperties(node, checked, result);
  for (const field of node.required ?? []) {
    if (checked.value[field] === undefined) result.add(requiredField(fieldOf(`${checked.path}.${field}`)));
  }
}

function validateCount(
  { minProperties, maxProperties }: SchemaNode,
  { value, path }: CheckedObject,
  result: SchemaResult,
): void {
  const count = Object.keys(value).length;
  if (minProperties !== undefined && count < minProperties) {
    result.add(invalidField(fieldOf(path), count, `${path} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && count > maxProperties)
    result.add(tooManyField(fieldOf(path), count, maxProperties));
}

function validateOtherFields(node: SchemaNode, { value, path, old }: CheckedObject, result: SchemaResult): void {
  const { additionalProperties, properties = {} } = node;
  if (additionalProperties === false) return forbidOtherFields(properties, { value, path }, result);
  if (typeof additionalProperties !== 'object') return;
  for (const [field, item] of Object.entries(value)) {
    if (Object.hasOwn(properties, field) || item === undefined) continue;
    result.merge(
      validateSchema(additionalProperties, { value: item, path: `${path}.${field}`, old: oldField(old, field) }),
    );
  }
}

function forbidOtherFields(
  properties: NonNullable<SchemaNode['properties']>,
  { value, path }: CheckedObject,
  result: SchemaResult,
): void {
  for (const field of Object.keys(value)) {
    if (Object.hasOwn(properties, field)) continue;
    result.add(invalidField(fieldOf(path), field, `${path}.${field} in body is a forbidden property`));
  }
}

function validateProperties(
  { properties = {} }: SchemaNode,
  { value, path, old }: CheckedObject,
  result: SchemaResult,
): void {
  for (const [field, schema] of Object.entries(properties)) {
    const item = Object.hasOwn(value, field) ? value[field] : undefined;
    if (item === undefined) continue;
    const at = path === '' ? field : `${path}.${field}`;
    result.merge(validateSchema(schema, { value: item, path: at, old: oldField(old, field) }));
  }
}

function oldField(old: JsonValue | undefined, field: string): JsonValue | undefined {
  return isJsonObject(old) && Object.hasOwn(old, field) ? old[field] : undefined;
}
