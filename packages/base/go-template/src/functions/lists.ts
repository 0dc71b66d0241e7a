import type { Run } from '../compile/run.js';
import { byteLength } from '../text/go-text.js';
import { deepEqual } from '../value/deep-equal.js';
import { GoInt } from '../value/go-int.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { type GoType, SLICE, SLICE_OF_SLICES } from '../value/go-type.js';
import { type GoValue, itemsOf, typeOf } from '../value/go-value.js';
import { isEmpty, lengthOf } from '../value/truth.js';
import { castToInt64 } from './cast.js';
import { GoError } from './go-error.js';
import { fixed, type GoFunction, renamed, variadic } from './go-function.js';
import { nilDereferencePanic } from './panics.js';
import { any, int } from './parameter-type.js';

const makeList = variadic('list', { fixed: [], rest: any }, (values) => [...values]);

/** sprig's functions on lists; each has a `must` twin that says the same in the same words. */
export const listFunctions: readonly GoFunction[] = [
  makeList,
  renamed('tuple', makeList),
  ...twins('append', 'mustAppend', ['push', 'mustPush'], (name) => {
    return fixed(name, [any, any], (list, value) => [...listItems(list, 'Cannot push on type'), value]);
  }),
  ...twins('prepend', 'mustPrepend', [], (name) => {
    return fixed(name, [any, any], (list, value) => [value, ...listItems(list, 'Cannot prepend on type')]);
  }),
  ...twins('first', 'mustFirst', [], (name) => {
    return fixed(name, [any], (list) => listItems(list, 'Cannot find first on type')[0] ?? null);
  }),
  ...twins('last', 'mustLast', [], (name) => {
    return fixed(name, [any], (list) => listItems(list, 'Cannot find last on type').at(-1) ?? null);
  }),
  ...twins('rest', 'mustRest', [], (name) => {
    return fixed(name, [any], (list) =>
      withoutOne(listItems(list, 'Cannot find rest on type'), (items) => items.slice(1)),
    );
  }),
  ...twins('initial', 'mustInitial', [], (name) => {
    return fixed(name, [any], (list) => {
      return withoutOne(listItems(list, 'Cannot find initial on type'), (items) => items.slice(0, -1));
    });
  }),
  ...twins('reverse', 'mustReverse', [], (name) => {
    return fixed(name, [any], (list) => [...listItems(list, 'Cannot find reverse on type')].reverse());
  }),
  ...twins('uniq', 'mustUniq', [], (name) =>
    fixed(name, [any], (list, { run }) => unique(listItems(list, 'Cannot find uniq on type'), run)),
  ),
  ...twins('compact', 'mustCompact', [], (name) => {
    return fixed(name, [any], (list) => listItems(list, 'Cannot compact on type').filter((item) => !isEmpty(item)));
  }),
  ...twins('without', 'mustWithout', [], (name) => {
    return variadic(name, { fixed: [any], rest: any }, (list, omitted, { run }) => {
      const items = listItems(list, 'Cannot find without on type');
      return items.filter((item) => {
        run.step();
        return !omitted.some((other) => deepEqual(other, item));
      });
    });
  }),
  ...twins('has', 'mustHas', [], (name) => {
    return fixed(name, [any, any], (needle, haystack) => {
      if (haystack === null) return false;
      return listItems(haystack, 'Cannot find has on type').some((item) => deepEqual(needle, item));
    });
  }),
  ...twins('slice', 'mustSlice', [], (name) => variadic(name, { fixed: [any], rest: any }, sliceList)),
  ...twins('chunk', 'mustChunk', [], (name) => fixed(name, [int, any], chunk)),
  variadic('concat', { fixed: [], rest: any }, concat),
  fixed('deepEqual', [any, any], (a, b) => deepEqual(a, b)),
];

function twins(
  name: string,
  must: string,
  others: readonly string[],
  define: (name: string) => GoFunction,
): GoFunction[] {
  return [name, must, ...others].map(define);
}

/** The items of a list. @throws GoError that begins with `problem` for anything else. */
export function listItems(list: GoValue, problem: string, suffix = ''): readonly GoValue[] {
  const items = itemsOf(list);
  if (items !== undefined) return items;
  const type = typeOf(list);
  if (type === undefined) throw nilDereferencePanic();
  throw new GoError(`${problem} ${type.kind}${suffix}`);
}

/** `rest` and `initial` of an empty list are a nil list. */
function withoutOne(items: readonly GoValue[], take: (items: readonly GoValue[]) => GoValue[]): GoValue {
  return items.length === 0 ? new GoSlice(SLICE, [], true) : take(items);
}

/** Each item is compared with all before it, so that a long list takes until the time is up. */
function unique(items: readonly GoValue[], run: Run): GoValue[] {
  const texts = new Set<string>();
  const kept: GoValue[] = [];
  for (const item of items) {
    run.step();
    if (typeof item === 'string') {
      if (texts.has(item)) continue;
      texts.add(item);
    } else if (kept.some((other) => deepEqual(item, other))) continue;
    kept.push(item);
  }
  return kept;
}

function concat(lists: readonly GoValue[]): GoValue {
  const all: GoValue[] = [];
  for (const list of lists) {
    for (const item of listItems(list, 'Cannot concat type', ' as list')) all.push(item);
  }
  return all.length === 0 ? new GoSlice(SLICE, [], true) : all;
}

function sliceList(list: GoValue, indices: readonly GoValue[]): GoValue {
  const items = listItems(list, 'list should be type of slice or array but');
  if (items.length === 0) return null;
  const [from, to] = indices;
  const start = from === undefined ? 0 : Number(castToInt64(from));
  const end = to === undefined ? items.length : Number(castToInt64(to));
  if (start < 0 || start > end || end > items.length)
    throw new GoError('reflect.Value.Slice: slice index out of bounds');
  return sameKindSlice(list, start, end);
}

/** A part of a list as the same type of list. */
export function sameKindSlice(list: GoValue, start: number, end: number): GoValue {
  if (list instanceof GoBytes) return new GoBytes(list.type, list.bytes.subarray(start, end));
  if (list instanceof GoSlice) return new GoSlice(list.type, list.items.slice(start, end), list.isNil);
  return (itemsOf(list) ?? []).slice(start, end);
}

function chunk(size: number, list: GoValue): GoValue {
  const items = listItems(list, 'Cannot chunk type');
  const count = Math.floor((items.length - 1) / size) + 1;
  if (size === 0 || count < 0) throw new GoError(MAKE_SLICE_PANIC);
  // What is left for the last one; sizes below zero make sense to nobody, but sprig computes with them all the same.
  const rest = items.length % size || size;
  const chunks = Array.from({ length: count }, (_, index) => {
    const length = index === count - 1 ? rest : size;
    if (length < 0) throw new GoError(MAKE_SLICE_PANIC);
    return items.slice(index * size, index * size + length);
  });
  return new GoSlice(SLICE_OF_SLICES, chunks);
}

const MAKE_SLICE_PANIC = 'runtime error: makeslice: len out of range';

/** The item at an index that may be of any integer type. */
export function indexOf(index: GoValue, capacity: number): number {
  if (index === undefined || index === null) throw new GoError('cannot index slice/array with nil');
  if (!(index instanceof GoInt))
    throw new GoError(`cannot index slice/array with type ${(typeOf(index) as GoType).name}`);
  if (index.value < 0 || index.value > capacity) throw new GoError(`index out of range: ${index.value}`);
  return Number(index.value);
}

/** `len` of what has a length, for slicing and indexing. */
export function capacityOf(item: GoValue): number {
  return typeof item === 'string' ? byteLength(item) : (lengthOf(item) ?? 0);
}
