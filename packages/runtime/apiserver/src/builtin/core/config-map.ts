import { type JsonValue, jsonEqual } from '@gotk/json';
import {
  checkConfigMapKey,
  type FieldError,
  forbiddenField,
  invalidField,
  tooLongField,
  utf8Length,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { isSentEmpty } from '../../drafts/empty-collections.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { base64Length } from './base64-length.js';

/** Bytes that the values of a ConfigMap or Secret may have together. */
export const MAX_DATA_BYTES = 1024 * 1024;

type Data = Record<string, string>;

interface ConfigMapDraft extends DraftObject {
  immutable?: boolean;
  data?: Data;
  binaryData?: Data;
}

/** ConfigMaps hold texts and bytes under keys that can be file names. */
export const configMapKind = builtinKind<ConfigMapDraft>({
  strategy: {
    validate: check,
    validateUpdate: (map, old) => [
      ...changedMeta(map, old),
      ...checkImmutable(map, old, ['data', 'binaryData']),
      ...check(map),
    ],
  },
});

function check(map: ConfigMapDraft): readonly FieldError[] {
  const { data = {}, binaryData = {} } = map;
  const texts = Object.keys(data).flatMap((key) => [
    ...checkKey(`data[${key}]`, key),
    ...(Object.hasOwn(binaryData, key)
      ? [invalidField(`data[${key}]`, key, 'duplicate of key present in binaryData')]
      : []),
  ]);
  const bytes = Object.keys(binaryData).flatMap((key) => checkKey(`binaryData[${key}]`, key));
  const total = sum(Object.values(data).map(utf8Length)) + sum(Object.values(binaryData).map(base64Length));
  const size = total > MAX_DATA_BYTES ? [tooLongField('[]', MAX_DATA_BYTES)] : [];
  return [...namespacedMeta(map), ...texts, ...bytes, ...size];
}

/** What is wrong with a key of data. */
export function checkKey(field: string, key: string): readonly FieldError[] {
  return checkConfigMapKey(key).map((error) => invalidField(field, key, error));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What an object that was declared immutable must not change any more. */
export function checkImmutable<T extends DraftObject & { immutable?: boolean }>(
  object: T,
  old: T,
  fields: readonly (keyof T & string)[],
): readonly FieldError[] {
  if (old.immutable !== true) return [];
  const refuse = (field: string) => forbiddenField(field, 'field is immutable when `immutable` is set');
  const changed = fields.filter((field) => {
    const [now, before] = [object[field] ?? null, old[field] ?? null] as [JsonValue, JsonValue]; // Data is JSON.
    // Texts that were sent as an empty map are none; bytes are something.
    return isSentEmpty(now) && field === 'data' && object.kind === 'ConfigMap'
      ? before !== null
      : !jsonEqual(now, before);
  });
  return [...(object.immutable === true ? [] : [refuse('immutable')]), ...changed.map(refuse)];
}
