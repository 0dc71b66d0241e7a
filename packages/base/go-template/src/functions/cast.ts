import { parseGoFloat, parseGoInt } from '../number/parse-number.js';
import { floatToInt64, GoInt, type IntegerValue } from '../value/go-int.js';
import type { GoValue } from '../value/go-value.js';

/** spf13/cast's ToInt64: what is no number becomes 0. */
export function castToInt64(value: GoValue): IntegerValue {
  if (value instanceof GoInt) return castable(value) ? wrapped(value) : 0;
  if (typeof value === 'number') return floatToInt64(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? textToInt64(value) : 0;
}

/** spf13/cast's ToFloat64: what is no number becomes 0. */
export function castToFloat64(value: GoValue): number {
  if (value instanceof GoInt) return castable(value) ? Number(value.value) : 0;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  const parsed = parseGoFloat(value);
  return parsed.ok ? parsed.value : 0;
}

/** cast knows the plain integer types and time's Month and Weekday, but no other named ones. */
function castable({ type }: GoInt): boolean {
  return type.name === type.kind || type.name === 'time.Month' || type.name === 'time.Weekday';
}

function wrapped({ value }: GoInt): IntegerValue {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) : value;
}

function textToInt64(text: string): IntegerValue {
  const parsed = parseGoInt(text.replace(/\.0+$/, ''), 0);
  if (!parsed.ok) return 0;
  const number = Number(parsed.value);
  return Number.isSafeInteger(number) ? number : parsed.value;
}
