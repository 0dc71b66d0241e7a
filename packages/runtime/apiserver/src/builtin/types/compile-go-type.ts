import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { DecodeError } from '../../registry/object-codec.js';
import { defaultsOfType } from '../defaults/type-defaults.js';
import { goShapes } from './go-shapes.generated.js';
import type { FieldClass, GoField, GoScalar, GoStruct, GoType, ProtobufField } from './go-type.js';

/** Gives the OpenAPI schema of a type by its name (`io.k8s.api.core.v1.Pod`). */
export type FindDefinition = (name: string) => JsonObject | undefined;

const SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Types that Go reads in a way of its own. */
const SPECIAL: Readonly<Record<string, GoScalar>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'intOrString',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'raw',
  [`${META}.Time`]: 'time',
  [`${META}.MicroTime`]: 'microTime',
  [`${META}.Duration`]: 'duration',
  [`${META}.FieldsV1`]: 'raw',
};

const CLASSES: Readonly<Record<string, FieldClass>> = {
  '': 'omit-empty',
  p: 'pointer',
  n: 'kept-pointer',
  k: 'keep',
  s: 'struct',
  z: 'omit-zero',
};

/** Compiles types from their OpenAPI schemas and what Go's own types add to them; each once, when first asked for. */
export class GoTypes {
  readonly #find: FindDefinition;
  readonly #structs = new Map<string, GoType>();

  constructor(find: FindDefinition) {
    this.#find = find;
  }

  /** The type of this name. @throws when there is no such definition. */
  type(name: string): GoType {
    const special = SPECIAL[name];
    if (special !== undefined) return { kind: special };
    if (name.startsWith(`${SCHEMA}Or`)) return schemaOr(name.slice(SCHEMA.length + 2), () => this.type(SCHEMA));
    const known = this.#structs.get(name);
    if (known !== undefined) return known;
    const definition = this.#find(name);
    if (definition === undefined) throw new Error(`there is no definition of ${name}`);
    const type = isStruct(name, definition) ? this.#struct(name, definition) : this.#fromSchema(definition);
    this.#structs.set(name, type);
    return type;
  }

  #struct(name: string, definition: JsonObject): GoStruct {
    const properties = isJsonObject(definition['properties']) ? definition['properties'] : {};
    const fields = new Map<string, GoField>();
    const protobuf = new Map<number, ProtobufField>();
    const inlined = new Set<string>();
    for (const entry of (goShapes[name] ?? '').split(' ')) {
      if (entry.startsWith('@')) this.#inline(entry.slice(1), { properties, protobuf, inlined });
      else if (entry !== '') this.#field(entry, { properties, fields, protobuf, inlined });
    }
    const short = name.slice(name.lastIndexOf('.') + 1);
    const qualified = name.split('.').slice(-2).join('.');
    return { kind: 'struct', name: short, qualified, fields, protobuf, setDefaults: defaultsOfType(name) };
  }

  #inline(
    entry: string,
    { properties, protobuf, inlined }: Pick<StructParts, 'properties' | 'protobuf' | 'inlined'>,
  ): void {
    const colon = entry.lastIndexOf(':');
    const name = entry.slice(0, colon);
    for (const field of (goShapes[name] ?? '').split(' ')) inlined.add(field.split(':')[0] ?? '');
    // Types that only ever stand in others have no definition of their own.
    const type = once(() => (this.#find(name) === undefined ? this.#struct(name, { properties }) : this.type(name)));
    protobuf.set(Number(entry.slice(colon + 1)), { kind: 'inline', type });
  }

  #field(entry: string, { properties, fields, protobuf, inlined }: StructParts): void {
    const [name = '', letter = '', number = '', goType, embedded] = entry.split(':');
    const schema = properties[name];
    if (!isJsonObject(schema)) return;
    const field: GoField = {
      name,
      type: once(() => this.#fromSchema(schema)),
      fieldClass: CLASSES[letter] ?? 'omit-empty',
      defaultValue: realDefault(schema['default']),
      goType: goType === '' ? undefined : goType,
      embedded,
    };
    fields.set(name, field);
    const isTypeMeta = name === 'kind' || name === 'apiVersion';
    const taken = isTypeMeta && protobuf.has(Number(number));
    if (number !== '' && !inlined.has(name) && !taken) protobuf.set(Number(number), { kind: 'field', field });
  }

  #fromSchema(schema: JsonObject): GoType {
    const reference = referenceOf(schema);
    if (reference !== undefined) return this.type(reference);
    switch (schema['type']) {
      case 'array':
        return { kind: 'list', item: once(() => this.#fromSchema(asSchema(schema['items']))) };
      case 'object':
        return this.#fromObject(schema);
      default:
        return { kind: scalarOf(schema) };
    }
  }

  #fromObject(schema: JsonObject): GoType {
    const values = schema['additionalProperties'];
    return isJsonObject(values) ? { kind: 'map', value: once(() => this.#fromSchema(values)) } : { kind: 'raw' };
  }
}

/** A schema, or something else: a list of schemas or names, a flag. Other values are dropped or, for flags, refused. */
function schemaOr(what: string, schema: () => GoType): GoType {
  return {
    kind: 'any',
    readAs: (value) => {
      if (isJsonObject(value)) return schema();
      if (what === 'Bool' && typeof value !== 'boolean') throw new DecodeError('boolean or JSON schema expected');
      if (what === 'Bool') return { kind: 'bool' };
      const item = what === 'StringArray' ? (): GoType => ({ kind: 'string' }) : schema;
      return Array.isArray(value) ? { kind: 'list', item } : undefined;
    },
  };
}

/** Zeros in the documents only tell that a field is no pointer. */
function realDefault(value: JsonValue | undefined): JsonValue | undefined {
  return value === '' || value === 0 || value === false || isJsonObject(value) ? undefined : value;
}

/** Types are compiled when first asked for, since they may be recursive. */
function once(compile: () => GoType): () => GoType {
  let type: GoType | undefined;
  return () => {
    type ??= compile();
    return type;
  };
}

interface StructParts {
  readonly properties: JsonObject;
  readonly fields: Map<string, GoField>;
  readonly protobuf: Map<number, ProtobufField>;
  readonly inlined: Set<string>;
}

function isStruct(name: string, definition: JsonObject): boolean {
  return isJsonObject(definition['properties']) || (Object.hasOwn(goShapes, name) && definition['type'] === 'object');
}

function asSchema(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The type that a schema refers to, directly or as the only one of an `allOf`. */
function referenceOf(schema: JsonObject): string | undefined {
  const allOf = schema['allOf'];
  const target = Array.isArray(allOf) ? asSchema((allOf as readonly JsonValue[])[0]) : schema;
  const reference = target['$ref'];
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

function scalarOf({ type, format }: JsonObject): GoScalar {
  switch (type) {
    case 'string':
      return format === 'byte' ? 'bytes' : 'string';
    case 'boolean':
      return 'bool';
    case 'integer':
      return format === 'int64' ? 'int64' : 'int32';
    case 'number':
      return 'float64';
    default:
      return 'any';
  }
}
