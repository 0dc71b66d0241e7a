import { sortTexts } from '../text/go-text.js';
import { GoMap, goMap } from '../value/go-map.js';
import { MAP } from '../value/go-type.js';
import { type GoValue, typeOf } from '../value/go-value.js';
import { deepCopy } from './deep-copy.js';
import { GoError } from './go-error.js';
import { fixed, type GoFunction, variadic } from './go-function.js';
import { mergeMaps } from './merge-maps.js';
import { assertionPanic } from './panics.js';
import { any, map, text } from './parameter-type.js';
import { textOf, textSlice } from './text-of.js';

/** sprig's functions on maps. `set`, `unset` and the merges change the map they are given. */
export const dictFunctions: readonly GoFunction[] = [
  variadic('dict', { fixed: [], rest: any }, makeDict),
  fixed('get', [map, text], (dict, key) => dict.get(key) ?? (dict.has(key) ? null : '')),
  fixed('set', [map, text, any], (dict, key, value) => {
    if (dict.isNil) throw new GoError('assignment to entry in nil map');
    dict.set(key, value);
    return dict;
  }),
  fixed('unset', [map, text], (dict, key) => {
    dict.delete(key);
    return dict;
  }),
  fixed('hasKey', [map, text], (dict, key) => dict.has(key)),
  variadic('pluck', { fixed: [text], rest: map }, (key, dicts) => {
    return dicts.filter((dict) => dict.has(key)).map((dict) => dict.get(key));
  }),
  variadic('keys', { fixed: [], rest: map }, (dicts) => textSlice(dicts.flatMap((dict) => dict.keys()))),
  variadic('pick', { fixed: [map], rest: text }, (dict, keys) => {
    return goMap(keys.filter((key) => dict.has(key)).map((key) => [key, dict.get(key)]));
  }),
  variadic('omit', { fixed: [map], rest: text }, (dict, keys) => {
    const omitted = new Set(keys);
    return goMap(
      dict
        .keys()
        .filter((key) => !omitted.has(key))
        .map((key) => [key, dict.get(key)]),
    );
  }),
  fixed('values', [map], (dict) => dict.keys().map((key) => dict.get(key))),
  ...['merge', 'mustMerge'].map((name) => {
    return variadic(name, { fixed: [map], rest: map }, (target, sources) => mergeMaps(target, sources, false));
  }),
  ...['mergeOverwrite', 'mustMergeOverwrite'].map((name) => {
    return variadic(name, { fixed: [map], rest: map }, (target, sources) => mergeMaps(target, sources, true));
  }),
  fixed('deepCopy', [any], (value) => deepCopy(value)),
  fixed('mustDeepCopy', [any], (value) => deepCopy(value)),
  variadic('dig', { fixed: [], rest: any }, dig),
];

function makeDict(values: readonly GoValue[]): GoMap {
  const entries = new Map<string, GoValue>();
  for (let index = 0; index < values.length; index += 2) {
    const value = index + 1 < values.length ? values[index + 1] : '';
    entries.set(textOf(values[index]), value === undefined ? null : value);
  }
  return goMap(sortTexts([...entries.keys()]).map((key) => [key, entries.get(key)]));
}

function dig(values: readonly GoValue[]): GoValue {
  if (values.length < 3) throw new GoError('dig needs at least three arguments');
  const fallback = values.at(-2);
  const path = values.slice(0, -2);
  let current = requirePlainMap(values.at(-1));
  const keys = path.map(requireText);
  for (const [index, key] of keys.entries()) {
    const step = current.get(key);
    if (step === undefined) return fallback ?? null;
    if (index === keys.length - 1) return step;
    current = requirePlainMap(step);
  }
  return fallback;
}

function requirePlainMap(value: GoValue): GoMap {
  if (value instanceof GoMap && value.type === MAP) return value;
  throw assertionPanic(typeOf(value)?.name, MAP.name);
}

function requireText(value: GoValue): string {
  if (typeof value === 'string') return value;
  throw assertionPanic(typeOf(value)?.name, 'string');
}
