import type { JsonValue } from '@gotk/json';
import { DecodeError } from '../../registry/object-codec.js';
import type { GoScalar } from './go-type.js';
import { readGoQuantity } from './read-go-quantity.js';
import { readMicroTime, readTime } from './read-go-time.js';

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);

/**
 * Reads a value into one of Go's scalar types.
 * @returns `undefined` when the value has another JSON type.
 * @throws DecodeError when a text does not have the form that its type asks for; Go stops at these at once.
 */
export function readGoScalar(kind: GoScalar, value: JsonValue): string | number | boolean | null | undefined {
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int32':
      return isInt32(value) ? value : undefined;
    case 'int64':
      return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
    case 'float64':
      return typeof value === 'number' ? value : undefined;
    case 'bytes':
      return typeof value === 'string' ? readBase64(value) : undefined;
    case 'time':
      return typeof value === 'string' ? readTime(value) : undefined;
    case 'microTime':
      return typeof value === 'string' ? readMicroTime(value) : undefined;
    case 'quantity':
      return readGoQuantity(value);
    case 'intOrString':
      return typeof value === 'string' || isInt32(value) ? (value as string | number) : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

function isInt32(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= INT32_MIN && value <= INT32_MAX;
}

/** Go's standard base64: four characters at a time, padded; line breaks are skipped. */
function readBase64(text: string): string {
  const plain = text.replace(/[\r\n]/g, '');
  const match = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(plain);
  const good = match?.[0].length ?? 0;
  if (good === plain.length) return Buffer.from(plain, 'base64').toString('base64');
  throw new DecodeError(`illegal base64 data at input byte ${badByte(plain, good)}`);
}

/** Where Go's decoder gives up: at the first character that is not of the alphabet, or where the padding is wrong. */
function badByte(text: string, start: number): number {
  const rest = text.slice(start);
  const bad = rest.search(/[^A-Za-z0-9+/]/);
  if (bad === -1) return text.length - (rest.length % 4);
  if (rest[bad] === '=' && bad >= 2) return start + bad + (rest[bad + 1] === '=' ? 2 : 1);
  return start + bad;
}
