import { isJsonObject } from '@gotk/json';
import { copyJson, type DraftFields, type DraftValue, setField } from '../../drafts/draft.js';
import { fieldNode, type SchemaNode } from './schema-node.js';

/** Sets absent fields of a private value to the schema's defaults; a null that is not allowed counts as absent. */
export function defaultObject(value: DraftValue, node: SchemaNode): void {
  if (Array.isArray(value)) defaultItems(value, node);
  else if (isJsonObject(value)) defaultFields(value as DraftFields, node);
}

function defaultItems(items: DraftValue[], { items: node }: SchemaNode): void {
  if (node === undefined) return;
  for (const [index, item] of items.entries()) {
    if (item === null && node.nullable !== true && node.default !== undefined) items[index] = copyJson(node.default);
    defaultObject(items[index] ?? null, node);
  }
}

function defaultFields(fields: DraftFields, node: SchemaNode): void {
  for (const [field, schema] of Object.entries(node.properties ?? {})) {
    const isAbsent = !Object.hasOwn(fields, field) || (fields[field] === null && schema.nullable !== true);
    if (schema.default !== undefined && isAbsent) setField(fields, field, copyJson(schema.default));
  }
  for (const [field, value] of Object.entries(fields)) {
    const schema = fieldNode(node, field);
    if (schema !== undefined && value !== undefined) defaultObject(value, schema);
  }
}

/** Removes nulls from a private value where the schema neither allows nor replaces them. */
export function dropForbiddenNulls(value: DraftValue, node: SchemaNode): void {
  if (Array.isArray(value)) {
    for (const item of value) if (node.items !== undefined) dropForbiddenNulls(item, node.items);
  } else if (isJsonObject(value)) dropNullFields(value as DraftFields, node);
}

function dropNullFields(fields: DraftFields, node: SchemaNode): void {
  for (const [field, value] of Object.entries(fields)) {
    const schema = fieldNode(node, field);
    if (schema === undefined || value === undefined) continue;
    if (value !== null) dropForbiddenNulls(value, schema);
    else if (schema.nullable !== true && schema.default === undefined) delete fields[field];
  }
}
