import { jsonEqual } from '@gotk/json';
import { type FieldError, forbiddenField, invalidField, renderFieldError, requiredField } from '@gotk/objects';
import { RE2JS } from 're2js';
import { itemsOf, otherFieldsOf, type WrittenSchema } from '../written-schema.js';
import { validateCompleteness } from './validate-completeness.js';
import { validateNested } from './validate-nested.js';

type Level = 'root' | 'item' | 'field';

const NEEDS_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/**
 * Where a schema is not structural: everything that it says of a value must be said of a value whose type it gives.
 * The errors are in the order of their texts.
 */
export function validateStructural(schema: WrittenSchema, field: string): readonly FieldError[] {
  const errors = [...validateInvariants(schema, field, 'root'), ...validateCompleteness(schema, field)];
  const texts = new Map(errors.map((error) => [error, renderFieldError(error)]));
  return errors.sort((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
}

function validateInvariants(schema: WrittenSchema, field: string, level: Level): readonly FieldError[] {
  const items = itemsOf(schema);
  return [
    ...(schema.type === 'array' && items === undefined ? [requiredField(`${field}.items`, 'must be specified')] : []),
    ...(items === undefined ? [] : validateInvariants(items, `${field}.items`, 'item')),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      validateInvariants(property, `${field}.properties[${name}]`, 'field'),
    ),
    ...validateOtherFields(schema, field, level),
    ...validateExtensions(schema, field),
    ...validateValue(schema, field),
    ...validateType(schema, field, level),
    ...validateEmbedded(schema, field, level),
  ];
}

function validateOtherFields(schema: WrittenSchema, field: string, level: Level): readonly FieldError[] {
  if (schema.additionalProperties === undefined) return [];
  const place = `${field}.additionalProperties`;
  const others = otherFieldsOf(schema);
  return [
    ...(level === 'root' ? [forbiddenField(place, 'must not be used at the root')] : []),
    ...(others === undefined ? [] : validateInvariants(others, place, 'field')),
  ];
}

function validateExtensions(schema: WrittenSchema, field: string): readonly FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  const others = ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const;
  const detail = 'must be false if x-kubernetes-int-or-string is true';
  return others.filter((name) => schema[name] === true).map((name) => invalidField(`${field}.${name}`, true, detail));
}

const INTEGER_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

/** What a schema says of values, apart from their type. */
function validateValue(schema: WrittenSchema, field: string): readonly FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = '' } = schema;
  const isEither = (options: readonly WrittenSchema[] | undefined) => jsonEqual(json(options), INTEGER_OR_STRING);
  const nested = (part: WrittenSchema, place: string, skipsAnyOf = false) =>
    validateNested(part, `${field}.${place}`, { skipsAnyOf, validateValue: validatePattern });
  return [
    ...(isEither(anyOf) ? [] : anyOf.flatMap((part, index) => nested(part, `anyOf[${index}]`))),
    ...allOf.flatMap((part, index) => nested(part, `allOf[${index}]`, index === 0 && isEither(part.anyOf))),
    ...oneOf.flatMap((part, index) => nested(part, `oneOf[${index}]`)),
    ...(not === undefined ? [] : nested(not, 'not')),
    ...validatePattern(pattern, field),
  ];
}

function json(schemas: readonly WrittenSchema[] | undefined) {
  return (schemas ?? []) as unknown as Parameters<typeof jsonEqual>[0]; // Schemas are JSON.
}

function validatePattern(pattern: string, field: string): readonly FieldError[] {
  if (pattern === '') return [];
  try {
    RE2JS.compile(pattern);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `must be a valid regular expression, but isn't: ${reason}`;
    return [invalidField(`${field}.pattern`, pattern, detail)];
  }
}

function validateType(schema: WrittenSchema, field: string, level: Level): readonly FieldError[] {
  const { type = '' } = schema;
  const place = `${field}.type`;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const errors: FieldError[] = [];
  if (isEmbedded && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type === '' ? requiredField(place, detail) : invalidField(place, type, detail));
  } else if (type === '' && !isFree) errors.push(requiredField(place, NEEDS_TYPE[level]));
  if (isEmbedded && schema.additionalProperties !== undefined) {
    const detail = 'must not be used if x-kubernetes-embedded-resource is set';
    errors.push(forbiddenField(`${field}.additionalProperties`, detail));
  }
  if (level === 'root' && type !== '' && type !== 'object') {
    errors.push(invalidField(place, type, 'must be object at the root'));
  }
  return errors;
}

function validateEmbedded(schema: WrittenSchema, field: string, level: Level): readonly FieldError[] {
  const { properties = {} } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isResource = level === 'root' || isEmbedded;
  const errors = (isResource ? ['kind', 'apiVersion'] : []).flatMap((name) => {
    const property = propertyOf(schema, name);
    if (property === undefined || property.type === 'string') return [];
    return [invalidField(`${field}.properties[${name}].type`, property.type ?? '', 'must be string')];
  });
  const metadata = propertyOf(schema, 'metadata');
  if (metadata !== undefined) {
    errors.push(...validateMetadata(metadata, `${field}.properties[metadata]`, { isResource, level }));
  }
  const isClosed = schema['x-kubernetes-preserve-unknown-fields'] !== true && Object.keys(properties).length === 0;
  if (isEmbedded && isClosed) {
    const unless = 'if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(requiredField(`${field}.properties`, `must not be empty ${unless}`));
  }
  return errors;
}

function propertyOf({ properties = {} }: WrittenSchema, name: string): WrittenSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The metadata of the resource itself is known; only its names may be restricted further. */
function validateMetadata(
  metadata: WrittenSchema,
  field: string,
  { isResource, level }: { readonly isResource: boolean; readonly level: Level },
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (isResource && metadata.type !== 'object') {
    errors.push(invalidField(`${field}.type`, metadata.type ?? '', 'must be object'));
  }
  if (level !== 'root' || saysOnlyNames(metadata)) return errors;
  const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  return [...errors, forbiddenField(field, detail)];
}

function saysOnlyNames({ type: _type, default: _default, properties = {}, ...rest }: WrittenSchema): boolean {
  const isEmpty = (value: unknown) => value === undefined || value === '' || value === false;
  if (!Object.values(rest).every(isEmpty)) return false;
  return Object.keys(properties).every((name) => name === 'name' || name === 'generateName');
}
