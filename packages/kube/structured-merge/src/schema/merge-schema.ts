import type { JsonValue } from '@gotk/json';

/** What a scalar may be; `untyped` takes any scalar. */
export type ScalarType = 'numeric' | 'string' | 'boolean' | 'untyped';

/** How a list merges: as one value, or element by element, keyed by fields (`keys`) or by the elements themselves (no keys). */
export interface ListSchema {
  readonly relationship: 'atomic' | 'associative';
  readonly keys: readonly string[];
  element(): MergeSchema;
}

/** One named field of a map. */
export interface MapField {
  schema(): MergeSchema;
  readonly default?: JsonValue | undefined;
}

/** How a map merges: as one value, or field by field. */
export interface MapSchema {
  readonly relationship: 'atomic' | 'separable';
  readonly fields: ReadonlyMap<string, MapField>;
  /** Schema of the fields not in `fields`; absent when there may be none. */
  readonly element: (() => MergeSchema) | undefined;
}

/**
 * What merging must know of a type: a scalar, a list, a map, or several of them where the value decides.
 * References are resolved when asked for, so that recursive types are possible.
 */
export interface MergeSchema {
  readonly scalar?: ScalarType;
  readonly list?: ListSchema;
  readonly map?: MapSchema;
  /** Whether this is the schema of values that have none, whose maps merge field by field. */
  readonly deduced?: true;
}

/** Anything, replaced as a whole. */
export const untypedAtomic: MergeSchema = {
  scalar: 'untyped',
  list: { relationship: 'atomic', keys: [], element: () => untypedAtomic },
  map: { relationship: 'atomic', fields: new Map(), element: () => untypedAtomic },
};

/** Anything, where maps merge field by field and lists are replaced: for types without a schema. */
export const untypedDeduced: MergeSchema = {
  scalar: 'untyped',
  list: { relationship: 'atomic', keys: [], element: () => untypedAtomic },
  map: { relationship: 'separable', fields: new Map(), element: () => untypedDeduced },
  deduced: true,
};

/** The schema of one field of a map, or `undefined` when the map has no such field. */
export function fieldSchema(map: MapSchema, name: string): MergeSchema | undefined {
  return map.fields.get(name)?.schema() ?? map.element?.();
}
