import { valueText } from '../format/print-value.js';
import { bytesToText } from '../text/go-text.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { STRING_SLICE } from '../value/go-type.js';
import { type GoValue, itemsOf } from '../value/go-value.js';

/** sprig's `toString`: strings and bytes as they are, everything else as `%v`. */
export function textOf(value: GoValue): string {
  if (typeof value === 'string') return value;
  return value instanceof GoBytes ? bytesToText(value.bytes) : valueText(value);
}

/** sprig's `toStrings`: the texts of a list without its nils; of anything else its own text. */
export function textsOf(value: GoValue): string[] {
  const items = itemsOf(value);
  if (items !== undefined) return items.filter((item) => item !== null && item !== undefined).map(textOf);
  return value === null || value === undefined ? [] : [textOf(value)];
}

/** A `[]string`. */
export function textSlice(texts: readonly string[], isNil = false): GoSlice {
  return new GoSlice(STRING_SLICE, texts, isNil);
}
