import { isJsonObject, type JsonObject, jsonEqual } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';

const MASK = '***';
const KEY_MASK = '*****';

/**
 * Two states of a Secret without its values: those that differ are told apart, and no more. Other kinds stay as they are.
 *
 * @param options.onlyKeys the values cannot be compared.
 */
export function maskSecrets(
  before: KubeObject,
  after: KubeObject,
  { onlyKeys }: { readonly onlyKeys: boolean },
): readonly [KubeObject, KubeObject] {
  if (before.kind !== 'Secret') return [before, after];
  const [old, next] = [dataOf(before), dataOf(after)];
  return [
    withData(before, maskValues(old, { other: next, changed: `${MASK} (before)`, onlyKeys })),
    withData(after, maskValues(next, { other: old, changed: `${MASK} (after)`, onlyKeys })),
  ];
}

function dataOf(object: KubeObject): JsonObject {
  const data = fieldOf(object, 'data');
  return isJsonObject(data) ? data : {};
}

function withData(object: KubeObject, data: JsonObject): KubeObject {
  if (Object.keys(data).length === 0) return object;
  return { ...asJson(object), data } as unknown as KubeObject;
}

function maskValues(
  data: JsonObject,
  { other, changed, onlyKeys }: { readonly other: JsonObject; readonly changed: string; readonly onlyKeys: boolean },
): JsonObject {
  const shown = Object.entries(data).map(([key, value]) => {
    if (onlyKeys) return [key, KEY_MASK];
    const isChanged = Object.hasOwn(other, key) && !jsonEqual(value, other[key] ?? null);
    return [key, isChanged ? changed : MASK];
  });
  return Object.fromEntries(shown);
}
