import { isJsonObject, type JsonValue } from '../json-value.js';
import { compareUtf8 } from './compare-utf8.js';

/** A float64 as Go's `%v` writes it: the fewest digits, with an exponent from 1e+06 on and below 1e-04. */
export function renderGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/**
 * `value` as Go's `%v` writes decoded JSON in which whole numbers are integers: `map[a:1 b:[x <nil>]]`.
 * Text is written as it is, without quotes.
 */
export function renderGoValue(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : renderGoFloat(value);
  if (Array.isArray(value)) return `[${value.map((item) => renderGoValue(item ?? null)).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const members = Object.keys(value)
    .sort(compareUtf8)
    .flatMap((key) => (value[key] === undefined ? [] : [`${key}:${renderGoValue(value[key])}`]));
  return `map[${members.join(' ')}]`;
}

/** The Go type of `value` as `%T` names it, whole numbers being integers. */
export function goTypeName(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
