import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import {
  type ListSchema,
  type MapField,
  type MapSchema,
  type MergeSchema,
  untypedAtomic,
  untypedDeduced,
} from './merge-schema.js';

/** Gives the schema that a `$ref` names. */
export type ResolveReference = (reference: string) => JsonObject | undefined;

interface Conversion {
  readonly resolve: ResolveReference;
  readonly byReference: Map<string, MergeSchema>;
}

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const RAW_EXTENSION = 'io.k8s.apimachinery.pkg.runtime.RawExtension';

/**
 * The merge schema of an OpenAPI v3 schema with Kubernetes' extensions (`x-kubernetes-list-type`, `-list-map-keys`, `-map-type`,
 * `-preserve-unknown-fields`), as kube-openapi's schemaconv derives it.
 *
 * Work is done lazily, field by field, and once per `$ref`.
 */
export function mergeSchemaOf(schema: JsonObject, resolve: ResolveReference = () => undefined): MergeSchema {
  return convert({ resolve, byReference: new Map() }, schema, false);
}

function convert(conversion: Conversion, schema: JsonObject, preserve: boolean): MergeSchema {
  const reference = referenceOf(schema);
  if (reference !== undefined)
    return withMapType(convertReference(conversion, reference), schema['x-kubernetes-map-type']);
  const keeps = preserve || schema['x-kubernetes-preserve-unknown-fields'] === true;
  switch (schema['type']) {
    case 'object':
      return { map: convertMap(conversion, schema, keeps) };
    case 'array':
      return { list: convertList(conversion, schema, keeps) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    case 'string':
      return { scalar: schema['format'] === 'int-or-string' ? 'untyped' : 'string' };
    default:
      return {
        scalar: 'untyped',
        list: convertList(conversion, schema, keeps),
        map: convertMap(conversion, schema, keeps),
      };
  }
}

/** A `$ref`, or the only one of an `allOf`, as OpenAPI v3 wraps references that have siblings. */
function referenceOf(schema: JsonObject): string | undefined {
  if (typeof schema['$ref'] === 'string') return schema['$ref'];
  const allOf = schema['allOf'];
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? (allOf as readonly JsonValue[]) : [];
  return isJsonObject(only) && typeof only['$ref'] === 'string' ? only['$ref'] : undefined;
}

function convertReference(conversion: Conversion, reference: string): MergeSchema {
  const known = conversion.byReference.get(reference);
  if (known !== undefined) return known;
  const converted = convertNamed(conversion, reference);
  conversion.byReference.set(reference, converted);
  return converted;
}

function convertNamed(conversion: Conversion, reference: string): MergeSchema {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  if (name === QUANTITY) return { scalar: 'untyped' };
  if (name === RAW_EXTENSION) return untypedAtomic;
  const schema = conversion.resolve(reference);
  return schema === undefined ? untypedDeduced : convert(conversion, schema, false);
}

function withMapType(schema: MergeSchema, mapType: JsonValue | undefined): MergeSchema {
  if (mapType === undefined || schema.map === undefined) return schema;
  return { ...schema, map: { ...schema.map, relationship: mapType === 'atomic' ? 'atomic' : 'separable' } };
}

function convertMap(conversion: Conversion, schema: JsonObject, keeps: boolean): MapSchema {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const fields = new Map<string, MapField>();
  for (const [name, property] of Object.entries(properties)) {
    if (isJsonObject(property)) fields.set(name, lazyField(conversion, property, keeps));
  }
  return {
    relationship: schema['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : 'separable',
    fields,
    element: mapElement(conversion, schema, keeps, fields.size === 0),
  };
}

function lazyField(conversion: Conversion, property: JsonObject, keeps: boolean): MapField {
  return { schema: once(() => convert(conversion, property, keeps)), default: property['default'] };
}

function mapElement(
  conversion: Conversion,
  schema: JsonObject,
  keeps: boolean,
  freeForm: boolean,
): (() => MergeSchema) | undefined {
  const additional = schema['additionalProperties'];
  if (isJsonObject(additional)) return once(() => convert(conversion, additional, keeps));
  if (additional === false) return undefined;
  return additional === true || keeps || freeForm ? () => untypedDeduced : undefined;
}

function convertList(conversion: Conversion, schema: JsonObject, keeps: boolean): ListSchema {
  const listType = schema['x-kubernetes-list-type'];
  const items = schema['items'];
  const keys = listType === 'map' ? schema['x-kubernetes-list-map-keys'] : [];
  return {
    relationship: listType === 'map' || listType === 'set' ? 'associative' : 'atomic',
    keys: Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : [],
    element: isJsonObject(items) ? once(() => convert(conversion, items, keeps)) : () => untypedAtomic,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
