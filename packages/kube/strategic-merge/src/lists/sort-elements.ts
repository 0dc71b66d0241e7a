import { compareUtf8, type JsonValue, renderGoValue } from '@gotk/json';
import { requireMap } from '../strategic-merge-error.js';

/** The scalars in the order of their texts. */
export function sortScalars(scalars: readonly JsonValue[]): readonly JsonValue[] {
  return sortByText(scalars, renderGoValue);
}

/** The objects in the order of the texts of their merge keys; of several with the same one the last comes first. */
export function sortByMergeKey(elements: readonly JsonValue[], mergeKey: string): readonly JsonValue[] {
  return sortByText(Array.from(elements).reverse(), (element) => renderGoValue(requireMap(element)[mergeKey] ?? null));
}

function sortByText(elements: readonly JsonValue[], textOf: (element: JsonValue) => string): readonly JsonValue[] {
  return elements
    .map((element) => ({ element, text: textOf(element) }))
    .sort((a, b) => compareUtf8(a.text, b.text))
    .map(({ element }) => element);
}

/** The scalars once each. Where one is taken out the last one moves in, which is what upstream's order comes from. */
export function deduplicateScalars(scalars: readonly JsonValue[]): readonly JsonValue[] {
  const kept = Array.from(scalars);
  const seen = new Set<JsonValue>();
  for (let index = 0; index < kept.length; ) {
    const value = kept[index] as JsonValue;
    if (!seen.has(value)) {
      seen.add(value);
      index++;
      continue;
    }
    const last = kept.pop() as JsonValue;
    if (index < kept.length) kept[index] = last;
  }
  return kept;
}
