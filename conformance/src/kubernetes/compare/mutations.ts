import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/** One change of an object: where, and what is put there; `undefined` takes the field away. */
export interface Mutation {
  readonly path: readonly (string | number)[];
  readonly value: JsonValue | undefined;
}

const LONG = 'a'.repeat(260);
const AMOUNT = /^\d+(?:\.\d+)?(?:[munkKMGTPE]i?)?$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+(?:\/\d+)?$/;

/**
 * What is tried with every field of an object: the values next to what it has that a user gets wrong, one at a time.
 * Of the items of a list each field is tried once.
 */
export function mutationsOf(object: JsonObject): readonly Mutation[] {
  const seen = new Set<string>();
  return fieldsOf(object, []).flatMap(({ path, value }) => {
    const place = path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.');
    if (seen.has(place)) return [];
    seen.add(place);
    return wrongValues(value).map((wrong) => ({ path, value: wrong }));
  });
}

/** Small changes of every field, which an update may or may not make. */
export function changesOf(object: JsonObject): readonly Mutation[] {
  return fieldsOf(object, []).flatMap(({ path, value }) => otherValues(value).map((other) => ({ path, value: other })));
}

/** The object with one change. */
export function mutated(object: JsonObject, { path, value }: Mutation): JsonObject {
  const [step, ...rest] = path;
  return changeAt(object, [step ?? '', ...rest], value) as JsonObject;
}

function changeAt(at: JsonValue, [step = '', ...rest]: Mutation['path'], value: JsonValue | undefined): JsonValue {
  if (Array.isArray(at)) {
    const items = at as readonly JsonValue[];
    return items.flatMap((item, index) => {
      if (index !== step) return [item];
      if (rest.length > 0) return [changeAt(item, rest, value)];
      return value === undefined ? [] : [value];
    });
  }
  const fields = isJsonObject(at) ? at : {};
  const changed = rest.length > 0 ? changeAt(fields[step] ?? {}, rest, value) : value;
  return Object.fromEntries(Object.entries({ ...fields, [step]: changed }).filter(([, item]) => item !== undefined));
}

function fieldsOf(value: JsonValue, path: Mutation['path']): readonly { path: Mutation['path']; value: JsonValue }[] {
  const here = path.length === 0 ? [] : [{ path, value }];
  if (Array.isArray(value))
    return [...here, ...(value as readonly JsonValue[]).flatMap((item, index) => fieldsOf(item, [...path, index]))];
  if (!isJsonObject(value)) return here;
  const fields = Object.entries(value).filter(
    ([name]) => path.length > 0 || (name !== 'apiVersion' && name !== 'kind' && name !== 'metadata'),
  );
  return [...here, ...fields.flatMap(([name, item]) => fieldsOf(item ?? null, [...path, name]))];
}

function wrongValues(value: JsonValue): readonly (JsonValue | undefined)[] {
  if (typeof value === 'string') return [undefined, ...wrongTexts(value)];
  if (typeof value === 'number') return [undefined, -1, 0, 65_536, 1_000_000_001, 3_000_000_000, 'x'];
  if (typeof value === 'boolean') return [undefined, !value, 'x'];
  if (Array.isArray(value)) {
    const [first] = value as readonly JsonValue[];
    return [undefined, [], first === undefined ? [null] : [first, first], 'x'];
  }
  return [undefined, {}, 'x'];
}

function wrongTexts(value: string): readonly JsonValue[] {
  if (AMOUNT.test(value)) return ['0', '-1', '0.0001', '9999Ei', 'x', ''];
  if (ADDRESS.test(value)) return ['', 'x', value.replace(/\d+/, '010'), '::ffff:1.2.3.4', '127.0.0.1', '::1', 7];
  if (value.endsWith('%')) return ['0%', '101%', '-1%', 'x', 5, -1];
  return ['', 'Bad_Name!', LONG, 7];
}

function otherValues(value: JsonValue): readonly (JsonValue | undefined)[] {
  if (typeof value === 'string') return [`${value}1`, undefined];
  if (typeof value === 'number') return [value + 1, undefined];
  if (typeof value === 'boolean') return [!value];
  return Array.isArray(value) ? [[], undefined] : [{}, undefined];
}
