import { goQuote } from '@gotk/json';
import { type KubeSchema, propertySchema } from '@gotk/kube-openapi';
import { mergeError } from '../strategic-merge-error.js';

/** How one field merges. */
export interface FieldMerging {
  /** The type of the field, or of the elements of a list. */
  readonly schema: KubeSchema;
  /** `merge` or `replace`; empty for the default, which is to merge objects and to replace lists. */
  readonly strategy: string;
  /** Whether the patch must list the fields to keep (types of which one member may be set). */
  readonly retainKeys: boolean;
  /** The field that names the elements of a list of objects; empty when there is none. */
  readonly mergeKey: string;
}

/**
 * How the field `key` of objects of this type merges when it holds an object.
 * @throws LocatedError when the type has no such field.
 */
export function objectFieldMerging(schema: KubeSchema, key: string): FieldMerging {
  const field = requireField(schema, key);
  return { ...strategiesOf(field), schema: field };
}

/**
 * How the field `key` merges when it holds a list.
 * @throws LocatedError when the type has no such field, or it is no list.
 */
export function listFieldMerging(schema: KubeSchema, key: string): FieldMerging {
  const field = requireField(schema, key);
  if (goKindOf(field) !== 'slice') {
    throw mergeError(`expected slice or array type, but got: ${goKindOf(schema)}`);
  }
  return { ...strategiesOf(field), schema: field.items ?? {} };
}

function requireField(schema: KubeSchema, key: string): KubeSchema {
  const kind = goKindOf(schema);
  if (kind !== 'struct') throw mergeError(`merging an object in json but data type is not struct, instead is: ${kind}`);
  const field = propertySchema(schema, key) ?? propertyIgnoringCase(schema, key);
  if (field !== undefined) return field;
  throw mergeError(`unable to find api field in struct ${structName(schema)} for the json field ${goQuote(key)}`);
}

/** Field names are matched as Go's decoder does: exactly, else without regard to case. */
function propertyIgnoringCase({ properties = {} }: KubeSchema, key: string): KubeSchema | undefined {
  const name = Object.keys(properties).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : properties[name];
}

function structName({ definition = '' }: KubeSchema): string {
  return definition.slice(definition.lastIndexOf('.') + 1);
}

/** The kind of the Go type that a schema was made from. */
function goKindOf(schema: KubeSchema): string {
  const { type, format, properties, additionalProperties, definition } = schema;
  if (type === 'array' || (type === 'string' && format === 'byte')) return 'slice';
  if (additionalProperties !== undefined) return 'map';
  if (properties !== undefined || type === 'object') return 'struct';
  if (definition !== undefined) return 'struct';
  if (type === 'integer') return format ?? 'int64';
  if (type === 'number') return 'float64';
  return type === 'boolean' ? 'bool' : 'string';
}

function strategiesOf(field: KubeSchema): Omit<FieldMerging, 'schema'> {
  const strategies = (field['x-kubernetes-patch-strategy'] ?? '').split(',');
  const retainKeys = strategies.includes('retainKeys');
  const others = strategies.filter((strategy) => strategy !== 'retainKeys');
  if (others.length > 1) throw mergeError(`unexpected patch strategy: [${strategies.join(' ')}]`);
  return { strategy: others[0] ?? '', retainKeys, mergeKey: field['x-kubernetes-patch-merge-key'] ?? '' };
}
