import { type FieldError, forbiddenField, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import { itemsOf, tupleOf, type WrittenSchema } from '../written-schema.js';

const MAP_TYPES = ['atomic', 'granular'];
const LIST_TYPES = ['atomic', 'set', 'map'];

/** What is wrong with how a schema says that lists and maps are merged. */
export function validateListAndMapTypes(schema: WrittenSchema, field: string): readonly FieldError[] {
  const listType: string | undefined = schema['x-kubernetes-list-type'];
  const mapType: string | undefined = schema['x-kubernetes-map-type'];
  return [
    ...requireType(schema, field, { given: mapType, type: 'object', by: 'x-kubernetes-map-type' }),
    ...oneOf(mapType, MAP_TYPES, `${field}.x-kubernetes-map-type`),
    ...(listType !== undefined && schema.type !== 'array'
      ? requireType(schema, field, { given: listType, type: 'array', by: 'x-kubernetes-list-type' })
      : validateSetItems(schema, field)),
    ...oneOf(listType, LIST_TYPES, `${field}.x-kubernetes-list-type`),
    ...validateKeysGiven(schema, field),
    ...(listType === 'map' ? validateMapList(schema, field) : []),
    ...validateUniqueItems(schema, field),
  ];
}

function requireType(
  { type = '' }: WrittenSchema,
  field: string,
  { given, type: wanted, by }: { readonly given: string | undefined; readonly type: string; readonly by: string },
): readonly FieldError[] {
  if (given === undefined || type === wanted) return [];
  const detail = `must be ${wanted} if ${by} is specified`;
  return [type === '' ? requiredField(`${field}.type`, detail) : invalidField(`${field}.type`, type, detail)];
}

function oneOf(value: string | undefined, values: readonly string[], field: string): readonly FieldError[] {
  return value === undefined || values.includes(value) ? [] : [notSupportedField(field, value, values)];
}

/** The elements of a set are compared as a whole. */
function validateSetItems(schema: WrittenSchema, field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  if (schema['x-kubernetes-list-type'] !== 'set' || items === undefined) return [];
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const listType = items['x-kubernetes-list-type'] ?? null;
  if (items.type === 'array' && listType !== null && listType !== 'atomic') {
    return [invalidField(`${field}.items.x-kubernetes-list-type`, listType, detail)];
  }
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    return [invalidField(`${field}.items.x-kubernetes-map-type`, listType, detail)];
  }
  return [];
}

function validateKeysGiven(schema: WrittenSchema, field: string): readonly FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if ((schema['x-kubernetes-list-map-keys'] ?? []).length === 0 || listType === 'map') return [];
  const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
  const place = `${field}.x-kubernetes-list-type`;
  return [listType === undefined ? requiredField(place, detail) : invalidField(place, listType, detail)];
}

function validateMapList(schema: WrittenSchema, field: string): readonly FieldError[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const items = itemsOf(schema);
  const errors: FieldError[] = [];
  if (keys.length === 0) {
    const detail = 'must not be empty if x-kubernetes-list-type is map';
    errors.push(requiredField(`${field}.x-kubernetes-list-map-keys`, detail));
  }
  if (items === undefined && tupleOf(schema).length === 0) {
    errors.push(requiredField(`${field}.items`, 'must have a schema if x-kubernetes-list-type is map'));
  }
  if (items === undefined) return errors;
  if (items.type === 'object') return [...errors, ...validateKeys(keys, items, field)];
  const detail = "must be object if parent array's x-kubernetes-list-type is map";
  return [...errors, invalidField(`${field}.items.type`, items.type ?? '', detail)];
}

function validateKeys(keys: readonly string[], items: WrittenSchema, field: string): readonly FieldError[] {
  const place = `${field}.x-kubernetes-list-map-keys`;
  return keys.flatMap((key, index) => {
    const property = propertyOf(items, key);
    const errors: FieldError[] = [];
    if (property === undefined) errors.push(invalidField(place, keys, 'entries must all be names of item properties'));
    else if (property.type === 'array' || property.type === 'object') {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalidField(`${field}.items.properties[${key}].type`, items.type ?? '', detail));
    }
    if (keys.indexOf(key) < index) errors.push(invalidField(place, keys, 'must not contain duplicate entries'));
    return errors;
  });
}

function propertyOf({ properties = {} }: WrittenSchema, name: string): WrittenSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Elements that must be told apart cannot be null, nor may their keys be missing. */
function validateUniqueItems(schema: WrittenSchema, field: string): readonly FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  const items = itemsOf(schema);
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return [];
  const errors: FieldError[] = [];
  if (items.nullable === true) {
    const detail = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    errors.push(forbiddenField(`${field}.items.nullable`, detail));
  }
  if (listType === 'set') return errors;
  const inKeys = 'this property is in x-kubernetes-list-map-keys, so it';
  for (const key of schema['x-kubernetes-list-map-keys'] ?? []) {
    const property = propertyOf(items, key);
    if (property === undefined) continue;
    const place = `${field}.items.properties[${key}]`;
    if (items.required?.includes(key) !== true && property.default === undefined) {
      errors.push(requiredField(`${place}.default`, `${inKeys} must have a default or be a required property`));
    }
    if (property.nullable === true) errors.push(forbiddenField(`${place}.nullable`, `${inKeys} cannot be nullable`));
  }
  return errors;
}
