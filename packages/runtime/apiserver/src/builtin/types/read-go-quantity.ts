import type { JsonValue } from '@gotk/json';
import { parseQuantity, renderQuantity } from '@gotk/quantity';
import { DecodeError } from '../../registry/object-codec.js';

/**
 * A quantity in its canonical form, from a text or a number; anything else is read as the text that it is.
 * @throws DecodeError in Go's words.
 */
export function readGoQuantity(value: JsonValue): string {
  try {
    return renderQuantity(parseQuantity(typeof value === 'string' ? value.trim() : JSON.stringify(value)));
  } catch (error) {
    throw new DecodeError(error instanceof Error ? error.message : String(error));
  }
}
