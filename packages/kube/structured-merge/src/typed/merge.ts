import type { JsonObject, JsonValue } from '@gotk/json';
import type { PathElement } from '../field-set/path-element.js';
import {
  fieldSchema,
  type ListSchema,
  type MapSchema,
  type MergeSchema,
  untypedDeduced,
} from '../schema/merge-schema.js';
import { asList, asMap, deduceAtom, keysOfBoth, ownField, type TypedValue } from './atom.js';
import { isProblem, listElement } from './list-element.js';
import { TypedValidationError } from './validation-error.js';

/**
 * The live value with the config laid over it: maps field by field, associative lists element by element in the order of the config,
 * everything else replaced.
 *
 * @throws TypedValidationError when the config has two elements with the same key.
 */
export function mergeTyped(live: TypedValue, config: TypedValue): TypedValue {
  return { value: mergeNode(live.value, config.value, config.schema) ?? null, schema: config.schema };
}

function mergeNode(
  live: JsonValue | undefined,
  config: JsonValue | undefined,
  schema: MergeSchema,
): JsonValue | undefined {
  const atom = deduceAtom(schema, config === undefined ? live : config);
  if (atom.map !== undefined) return mergeMaps(live, config, atom.map);
  if (atom.list !== undefined && atom.scalar === undefined) return mergeLists(live, config, atom.list);
  return config === undefined ? live : config;
}

function mergeMaps(
  live: JsonValue | undefined,
  config: JsonValue | undefined,
  schema: MapSchema,
): JsonValue | undefined {
  const liveMap = asMap(live);
  const configMap = asMap(config);
  if (schema.relationship === 'atomic' || (isEmptyMap(liveMap) && isEmptyMap(configMap)))
    return config === undefined ? live : config;
  const merged: Record<string, JsonValue> = {};
  for (const key of keysOfBoth(liveMap, configMap)) {
    const value = mergeNode(
      ownField(liveMap, key),
      ownField(configMap, key),
      fieldSchema(schema, key) ?? untypedDeduced,
    );
    if (value !== undefined) setField(merged, key, value);
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}

/** Assignment that is safe for a key named `__proto__`. */
function setField(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function isEmptyMap(map: JsonObject | undefined): boolean {
  return map === undefined || Object.keys(map).length === 0;
}

function mergeLists(
  live: JsonValue | undefined,
  config: JsonValue | undefined,
  schema: ListSchema,
): JsonValue | undefined {
  const liveList = asList(live) ?? [];
  const configList = asList(config) ?? [];
  if (schema.relationship === 'atomic' || (liveList.length === 0 && configList.length === 0))
    return config === undefined ? live : config;
  const merged = mergeElements(indexElements(schema, liveList, true), indexElements(schema, configList, false), schema);
  return merged.length === 0 ? undefined : merged;
}

interface Indexed {
  /** In order; a doubled key stands once for each element. */
  readonly order: readonly { readonly element: PathElement; readonly value: JsonValue }[];
  /** A doubled key has no value to merge with. */
  readonly byId: ReadonlyMap<string, JsonValue | undefined>;
}

function indexElements(schema: ListSchema, list: readonly JsonValue[], allowDuplicates: boolean): Indexed {
  const order: { element: PathElement; value: JsonValue }[] = [];
  const byId = new Map<string, JsonValue | undefined>();
  for (const [index, value] of list.entries()) {
    const element = listElement(schema, value);
    if (isProblem(element))
      throw new TypedValidationError([{ path: '', message: `element ${index}: ${element.problem}` }]);
    const doubled = byId.has(element.id);
    if (doubled && !allowDuplicates)
      throw new TypedValidationError([{ path: '', message: `duplicate entries for key ${element.id}` }]);
    byId.set(element.id, doubled ? undefined : value);
    order.push({ element, value });
  }
  return { order, byId };
}

/**
 * Interleaves both lists: the config's order holds, and elements that only the live list has stay where they stood
 * relative to the elements both share.
 */
function mergeElements(live: Indexed, config: Indexed, schema: ListSchema): readonly JsonValue[] {
  const merged: JsonValue[] = [];
  const add = (id: string, liveValue: JsonValue | undefined): void => {
    const value = mergeNode(liveValue, config.byId.get(id), schema.element());
    if (value !== undefined) merged.push(value);
  };
  const shared = config.order.map(({ element }) => element.id).filter((id) => live.byId.has(id));
  let nextShared = 0;
  const done = new Set<string>();
  const takeConfig = (id: string): void => {
    done.add(id);
    add(id, live.byId.get(id));
    if (shared[nextShared] === id) nextShared++;
  };
  let l = 0;
  let r = 0;
  while (l < live.order.length || r < config.order.length) {
    const left = live.order[l];
    const right = config.order[r];
    if (left !== undefined && right !== undefined) {
      if (left.element.id === right.element.id) {
        takeConfig(right.element.id);
        l++;
        r++;
        continue;
      }
      // A shared element that the config wants elsewhere is passed over here.
      if (
        config.byId.has(left.element.id) &&
        shared[nextShared] !== undefined &&
        shared[nextShared] !== left.element.id
      ) {
        l++;
        continue;
      }
    }
    if (left !== undefined && !config.byId.has(left.element.id)) {
      add(left.element.id, left.value);
      l++;
      continue;
    }
    if (left !== undefined && done.has(left.element.id)) l++;
    if (right !== undefined) {
      takeConfig(right.element.id);
      r++;
    }
  }
  return merged;
}
