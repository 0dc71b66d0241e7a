import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import {
  checkDns1035Label,
  type FieldError,
  invalidField,
  nameIsPathSegment,
  renderFieldError,
  requiredField,
  validateObjectMeta,
} from '@gotk/objects';
import type { DraftFields, DraftMeta, DraftValue } from '../../drafts/draft.js';
import { DecodeError } from '../../registry/object-codec.js';
import { readMetadata } from './read-metadata.js';
import { fieldNode, type SchemaNode } from './schema-node.js';

/** An embedded object that cannot be read. */
export class EmbeddedError extends DecodeError {
  constructor(readonly error: FieldError) {
    super(renderFieldError(error));
    this.name = 'EmbeddedError';
  }
}

/**
 * Reads the metadata of embedded objects in a private value as the API reads metadata.
 * @returns the paths of fields that metadata does not have.
 * @throws EmbeddedError when a field has the wrong type.
 */
export function coerceEmbedded(value: DraftValue, node: SchemaNode | undefined, path = ''): readonly string[] {
  if (node === undefined) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => coerceEmbedded(item, node.items, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  const fields = value as DraftFields; // A private value.
  const unknown = node['x-kubernetes-embedded-resource'] === true ? coerceObject(fields, path) : [];
  const inner = Object.entries(fields).flatMap(([field, item]) =>
    coerceEmbedded(item ?? null, fieldNode(node, field), join(path, field)),
  );
  return [...unknown, ...inner];
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function coerceObject(fields: DraftFields, path: string): readonly string[] {
  for (const field of ['apiVersion', 'kind']) {
    const given = fields[field];
    if (given === undefined || typeof given === 'string') continue;
    throw new EmbeddedError(invalidField(join(path, field), given, 'must be a string'));
  }
  const { metadata } = fields;
  if (metadata === undefined) return [];
  const { meta, unknown } = readMetadata(
    metadata,
    (message) => new EmbeddedError(invalidField(join(path, 'metadata'), metadata, message)),
  );
  fields['metadata'] = meta as DraftFields;
  return unknown.map((field) => `${join(path, 'metadata')}.${field}`);
}

/** What is wrong with embedded objects: they need a kind and version, and metadata that makes sense. */
export function checkEmbedded(node: SchemaNode | undefined, value: JsonValue, path = ''): readonly FieldError[] {
  if (node === undefined) return [];
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.flatMap((item, index) => checkEmbedded(node.items, item, `${path}[${index}]`));
  }
  if (!isJsonObject(value)) return [];
  const own = node['x-kubernetes-embedded-resource'] === true ? checkObject(value, path) : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([field, item]) =>
      checkEmbedded(fieldNode(node, field), item ?? null, join(path, field)),
    ),
  ];
}

function checkObject({ apiVersion, kind, metadata }: JsonObject, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (apiVersion === undefined) errors.push(requiredField(join(path, 'apiVersion')));
  if (kind === undefined) errors.push(requiredField(join(path, 'kind')));
  if (typeof apiVersion === 'string') errors.push(...checkApiVersion(apiVersion, join(path, 'apiVersion')));
  if (typeof kind === 'string') errors.push(...checkKind(kind, join(path, 'kind')));
  if (isJsonObject(metadata)) errors.push(...checkMetadata(metadata as DraftMeta, join(path, 'metadata')));
  return errors;
}

function checkApiVersion(apiVersion: string, field: string): readonly FieldError[] {
  if (apiVersion === '') return [invalidField(field, apiVersion, 'must not be empty')];
  if (apiVersion.split('/').length <= 2) return [];
  return [invalidField(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
}

function checkKind(kind: string, field: string): readonly FieldError[] {
  if (kind === '') return [invalidField(field, kind, 'must not be empty')];
  const problems = checkDns1035Label(kind.toLowerCase());
  if (problems.length === 0) return [];
  return [invalidField(field, kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}

function checkMetadata(metadata: DraftMeta, field: string): readonly FieldError[] {
  const { name = '', namespace = '' } = metadata;
  // An embedded object need not have a name.
  const named = { ...metadata, name: name === '' ? 'fakename' : name };
  return validateObjectMeta(named, { namespaced: namespace !== '', nameRule: nameIsPathSegment, field });
}
