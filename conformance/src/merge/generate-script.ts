import type { JsonObject, JsonValue } from '@gotk/json';
import type { SeededRandom } from '../seeded-random.js';

/** One write of a generated script. */
export interface MergeOperation {
  readonly op: 'apply' | 'update';
  readonly manager: string;
  readonly force: boolean;
  readonly object: JsonObject;
}

/** A schema and writes to one object of it, one after the other. */
export interface MergeScript {
  readonly schema: JsonObject;
  readonly operations: readonly MergeOperation[];
}

const FIELDS = ['a', 'b', 'c', 'd'] as const;
const MANAGERS = ['one', 'two', 'three', 'kubectl'] as const;

/** A random structural schema with every list and map type, and up to eight applies and updates of objects that fit it. */
export function generateScript(random: SeededRandom): MergeScript {
  const spec = objectSchema(random, 3);
  const schema: JsonObject = {
    type: 'object',
    'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Thing' }],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          uid: { type: 'string' },
          managedFields: { type: 'array', items: { type: 'object' } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          finalizers: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        },
      },
      spec,
    },
  };
  const operations: MergeOperation[] = [];
  const count = 2 + random.below(7);
  for (let index = 0; index < count; index++) operations.push(generateOperation(random, schema));
  return { schema, operations };
}

function generateOperation(random: SeededRandom, schema: JsonObject): MergeOperation {
  const { spec } = schema['properties'] as { readonly spec: JsonObject };
  const metadata: JsonObject = {
    name: 'thing',
    ...(random.chance(0.4) ? { labels: { [random.pick(FIELDS)]: random.pick(['x', 'y']) } } : {}),
    ...(random.chance(0.2) ? { finalizers: random.chance(0.5) ? ['f/x'] : ['f/y', 'f/x'] } : {}),
  };
  return {
    op: random.chance(0.65) ? 'apply' : 'update',
    manager: random.pick(MANAGERS),
    force: random.chance(0.4),
    object: {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata,
      ...(random.chance(0.93) ? { spec: fittingValue(random, spec, 0) } : {}),
    },
  };
}

function objectSchema(random: SeededRandom, depth: number): JsonObject {
  const properties: Record<string, JsonValue> = {};
  for (const field of FIELDS) properties[field] = anySchema(random, depth - 1);
  return { type: 'object', properties, ...(random.chance(0.15) ? { 'x-kubernetes-map-type': 'atomic' } : {}) };
}

function anySchema(random: SeededRandom, depth: number): JsonObject {
  const shape = depth <= 0 ? random.below(3) : random.below(9);
  switch (shape) {
    case 0:
      return { type: 'string' };
    case 1:
      return { type: 'integer' };
    case 2:
      return { type: 'boolean' };
    case 3:
      return { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': random.pick(['atomic', 'set']) };
    case 4:
      return {
        type: 'object',
        additionalProperties: random.chance(0.5) ? { type: 'string' } : objectSchema(random, depth - 1),
      };
    case 5:
      return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    case 6:
    case 7:
      return keyedList(random, depth);
    default:
      return objectSchema(random, depth);
  }
}

function keyedList(random: SeededRandom, depth: number): JsonObject {
  const keys = random.chance(0.3) ? ['k', 'p'] : ['k'];
  const keySchemas: JsonObject = {
    k: { type: 'string' },
    p: { type: 'integer', ...(random.chance(0.5) ? { default: 1 } : {}) },
  };
  const item = { ...objectSchema(random, depth - 1) } as { properties?: JsonObject };
  delete (item as Record<string, unknown>)['x-kubernetes-map-type'];
  const items: JsonObject = { ...item, properties: { ...item.properties, ...keySchemas } };
  return { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys, items };
}

function fittingValue(random: SeededRandom, schema: JsonObject, depth: number): JsonValue {
  if (depth > 0 && random.chance(0.02)) return null;
  switch (schema['type']) {
    case 'string':
      return random.pick(['x', 'y', 'z']);
    case 'integer':
      return random.below(3);
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return listOf(random, schema, depth);
    default:
      return mapOf(random, schema, depth);
  }
}

function mapOf(random: SeededRandom, schema: JsonObject, depth: number): JsonObject {
  const value: Record<string, JsonValue> = {};
  const properties = schema['properties'] as JsonObject | undefined;
  const additional = schema['additionalProperties'] as JsonObject | undefined;
  for (const field of FIELDS) {
    if (!random.chance(0.45)) continue;
    const fieldSchema = (properties?.[field] ?? additional) as JsonObject | undefined;
    value[field] = fieldSchema === undefined ? freeValue(random) : fittingValue(random, fieldSchema, depth + 1);
  }
  return value;
}

function freeValue(random: SeededRandom): JsonValue {
  return random.pick<JsonValue>([1, 'x', true, { a: 1 }, { a: { b: 2 }, c: 'y' }, [1, { a: 2 }], {}, []]);
}

function listOf(random: SeededRandom, schema: JsonObject, depth: number): readonly JsonValue[] {
  const items = schema['items'] as JsonObject;
  const keys = schema['x-kubernetes-list-map-keys'] as readonly string[] | undefined;
  if (keys !== undefined) return keyedElements(random, items, depth);
  const length = random.below(4);
  const values = Array.from({ length }, () => random.pick(['x', 'y', 'z', 'w']));
  return schema['x-kubernetes-list-type'] === 'set' ? [...new Set(values)] : values;
}

function keyedElements(random: SeededRandom, items: JsonObject, depth: number): readonly JsonValue[] {
  const names = (['k1', 'k2', 'k3', 'k4'] as const).filter(() => random.chance(0.5));
  if (random.chance(0.4)) names.reverse();
  return names.map((k) => ({
    ...(fittingValue(random, { ...items, type: 'object' }, depth + 1) as JsonObject | null),
    k,
    p: 1 + random.below(2),
  }));
}
