import { goTypeName, isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { CelType } from '../../types/cel-type.js';
import { CelError } from '../../values/cel-error.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';
import { type RuleSchema, valuesOf, withTypeAndMetadata } from './rule-schema.js';
import { bytesValue, dateTimeValue, dateValue, durationValue } from './text-values.js';
import { KeyedList, SetList, TypedList } from './typed-list.js';
import { TypedMap } from './typed-map.js';

const UNKNOWN = new CelType('opaque', 'unknown');

/** A value of a schema that says nothing about it. */
class PreservedValue extends CelOpaque {
  readonly type = UNKNOWN;

  constructor(readonly json: JsonValue) {
    super();
  }

  equals(other: CelValue): boolean {
    return other instanceof PreservedValue && jsonEqual(this.json, other.json);
  }
}

/** JSON as the value that its schema says it is. @throws CelError where it is none */
export function typedValue(json: JsonValue, schema: RuleSchema): CelValue {
  if (json === null) {
    if (schema.nullable === true) return null;
    throw new CelError('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(json);
  switch (schema.type) {
    case 'object':
      return objectValue(json, schema);
    case 'array':
      return listValue(json, schema);
    case 'string':
      return textValue(json, schema.format);
    case 'number':
      if (typeof json === 'number') return json;
      throw new CelError(`invalid data, expected float, got ${goTypeName(json)}`);
    case 'integer':
      return integerValue(json);
    case 'boolean':
      if (typeof json === 'boolean') return json;
      throw new CelError(`invalid data, expected bool, got ${goTypeName(json)}`);
    default:
      return preservedValue(json, schema);
  }
}

function intOrString(json: JsonValue): CelValue {
  if (typeof json === 'string') return json;
  if (typeof json === 'number' && Number.isInteger(json)) return BigInt(json);
  throw new CelError('invalid data, expected XIntOrString value to be either a string or integer');
}

function integerValue(json: JsonValue): bigint {
  if (typeof json === 'number' && Number.isInteger(json)) return BigInt(json);
  throw new CelError(`invalid data, expected int, got ${goTypeName(json)}`);
}

function objectValue(json: JsonValue, schema: RuleSchema): CelValue {
  if (!isJsonObject(json)) {
    throw new CelError('invalid data, expected a map for the provided schema with type=object');
  }
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  if (!isResource && schema.properties === undefined) return mapValue(json, schema);
  return new TypedMap(json, isResource ? withTypeAndMetadata(schema) : schema, undefined, typedValue);
}

function mapValue(json: JsonObject, schema: RuleSchema): TypedMap {
  return new TypedMap(json, schema, valuesOf(schema), typedValue);
}

function listValue(json: JsonValue, schema: RuleSchema): CelValue {
  if (!Array.isArray(json)) {
    throw new CelError('invalid data, expected an array for the provided schema with type=array');
  }
  const { items } = schema;
  if (items === undefined) throw new CelError('invalid array type, expected Items with a non-empty Schema');
  const source = { json: json as readonly JsonValue[], items, typedValue };
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return new KeyedList(source, schema['x-kubernetes-list-map-keys'] ?? []);
    case 'set':
      return new SetList(source);
    default:
      return new TypedList(source);
  }
}

function textValue(json: JsonValue, format: string | undefined): CelValue {
  if (typeof json !== 'string') throw new CelError(`invalid data, expected string, got ${goTypeName(json)}`);
  switch (format) {
    case 'duration':
      return durationValue(json);
    case 'date':
      return dateValue(json);
    case 'date-time':
      return dateTimeValue(json);
    case 'byte':
      return bytesValue(json);
    default:
      return json;
  }
}

function preservedValue(json: JsonValue, schema: RuleSchema): PreservedValue {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return new PreservedValue(json);
  const wanted = 'expected object, array, number, integer, boolean or string';
  const or = 'or no type with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true';
  throw new CelError(`invalid type, ${wanted}, ${or}, got ${schema.type ?? ''}`);
}
