import type { JsonObject, JsonValue } from '@gotk/json';
import type {
  KindSchema,
  ListSchema,
  MapSchema,
  NumberSchema,
  ObjectSchema,
  Schema,
  TextSchema,
  VersionSchema,
} from '../schemas/schema.js';

/** The OpenAPI v3 schema of one version of a kind. */
export function renderOpenApi({ description }: KindSchema, { spec, status }: VersionSchema): JsonObject {
  return {
    description,
    properties: {
      apiVersion: {
        description: 'Version of the schema that the object is written in, as group/version.',
        type: 'string',
      },
      kind: { description: 'Kind of the object.', type: 'string' },
      metadata: { type: 'object' },
      spec: renderSchema(spec),
      ...(status === undefined ? {} : { status: renderSchema(status) }),
    },
    type: 'object',
  };
}

function renderSchema(schema: Schema): JsonObject {
  return withoutUndefined({
    default: schema.default,
    description: schema.description === '' ? undefined : schema.description,
    ...keywordsOf(schema),
    'x-kubernetes-validations': schema.rules?.map(({ rule, message }) => ({ message, rule })),
    ...schema.extra,
  });
}

function keywordsOf(schema: Schema): Readonly<Record<string, JsonValue | undefined>> {
  switch (schema.kind) {
    case 'text':
      return textKeywords(schema);
    case 'integer':
    case 'number':
      return numberKeywords(schema);
    case 'flag':
      return { type: 'boolean' };
    case 'integer-or-text':
      return { 'x-kubernetes-int-or-string': true };
    case 'any':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    case 'list':
      return listKeywords(schema);
    case 'map':
      return mapKeywords(schema);
    case 'object':
      return objectKeywords(schema);
  }
}

function textKeywords({ limits, values }: TextSchema): Readonly<Record<string, JsonValue | undefined>> {
  return { type: 'string', enum: values, ...limits };
}

function numberKeywords({ kind, limits }: NumberSchema): Readonly<Record<string, JsonValue | undefined>> {
  return { type: kind, ...limits };
}

function listKeywords({ items, limits }: ListSchema): Readonly<Record<string, JsonValue | undefined>> {
  const { listType, mapKeys, ...counts } = limits;
  return {
    type: 'array',
    items: renderSchema(items),
    ...counts,
    'x-kubernetes-list-type': listType,
    'x-kubernetes-list-map-keys': mapKeys,
  };
}

function mapKeywords({ values }: MapSchema): Readonly<Record<string, JsonValue | undefined>> {
  return { type: 'object', additionalProperties: renderSchema(values) };
}

function objectKeywords({ fields, atomic }: ObjectSchema): Readonly<Record<string, JsonValue | undefined>> {
  const names = Object.keys(fields).sort();
  const required = names.filter((name) => fields[name]?.required);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, fields[name] && renderSchema(fields[name])])),
    required: required.length === 0 ? undefined : required,
    'x-kubernetes-map-type': atomic ? 'atomic' : undefined,
  };
}

function withoutUndefined(object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
