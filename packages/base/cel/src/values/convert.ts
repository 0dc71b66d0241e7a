import { parseDuration, parseTime } from '@gotk/duration';
import { renderGoFloat } from '@gotk/json';
import { CelType, TYPE, type TypeKind } from '../types/cel-type.js';
import { EMPTY } from '../types/well-known-types.js';
import { checkedInt, checkedUint } from './arithmetic.js';
import { CelError, conversionError } from './cel-error.js';
import { StructMap } from './cel-map.js';
import { CelDuration, CelTimestamp, isTimeInRange, SECOND_NANOS, unixSeconds } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import { renderSeconds, renderTimestamp } from './time-text.js';
import { type CelValue, typeOf } from './value.js';

const TWO_TO_63 = 2 ** 63;
const TWO_TO_64 = 2 ** 64;
const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A value as one of another type. @throws CelError where there is no such conversion */
export function convertTo(target: CelType, value: CelValue): CelValue {
  // Of what policies write, the type is no more than a type.
  if (target.kind === 'type') return value instanceof StructMap && value.typeName !== EMPTY.name ? TYPE : typeOf(value);
  const converted = converters[target.kind]?.(value);
  if (converted === undefined) throw conversionError(typeOf(value).name, target.name);
  return converted;
}

/** Each answers undefined where the value has no conversion. */
const converters: Partial<Record<TypeKind, (value: CelValue) => CelValue | undefined>> = {
  bool: toBool,
  bytes: toBytes,
  double: toDouble,
  duration: toDuration,
  int: toInt,
  string: toText,
  timestamp: toTimestamp,
  uint: toUint,
};

function toBool(value: CelValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (TRUE_WORDS.has(value)) return true;
  return FALSE_WORDS.has(value) ? false : undefined;
}

function toBytes(value: CelValue): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? new TextEncoder().encode(value) : undefined;
}

function toDouble(value: CelValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  return typeof value === 'string' ? parseFloat64(value) : undefined;
}

function parseFloat64(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    const [, sign, word = ''] = special;
    if (word.toLowerCase() === 'nan') return sign === '' ? Number.NaN : undefined;
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function toDuration(value: CelValue): CelDuration | undefined {
  if (value instanceof CelDuration) return value;
  if (typeof value !== 'string') return undefined;
  try {
    return new CelDuration(parseDuration(value));
  } catch {
    return undefined;
  }
}

function toInt(value: CelValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return doubleToInt(value);
  if (value instanceof CelUint) return checkedInt(value.value);
  if (value instanceof CelDuration) return value.nanoseconds;
  if (value instanceof CelTimestamp) return unixSeconds(value);
  if (typeof value !== 'string' || !/^[+-]?\d+$/.test(value)) return undefined;
  const whole = BigInt(value.replace(/^\+/, ''));
  return BigInt.asIntN(64, whole) === whole ? whole : undefined;
}

function doubleToInt(value: number): bigint {
  if (!(value > -TWO_TO_63 && value < TWO_TO_63)) throw new CelError('integer overflow');
  return BigInt(Math.trunc(value));
}

function toUint(value: CelValue): CelUint | undefined {
  if (value instanceof CelUint) return value;
  if (typeof value === 'bigint') return checkedUint(value);
  if (typeof value === 'number') return doubleToUint(value);
  if (typeof value !== 'string' || !/^\d+$/.test(value)) return undefined;
  const whole = BigInt(value);
  return BigInt.asUintN(64, whole) === whole ? new CelUint(whole) : undefined;
}

function doubleToUint(value: number): CelUint {
  if (!(value >= 0 && value < TWO_TO_64)) throw new CelError('unsigned integer overflow');
  return new CelUint(BigInt(Math.trunc(value)));
}

function toText(value: CelValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  if (typeof value === 'number') return renderGoFloat(value);
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof CelDuration) return renderSeconds(value.nanoseconds);
  if (value instanceof CelTimestamp) return renderTimestamp(value);
  if (value instanceof CelType) return value.name;
  return value instanceof Uint8Array ? decodeUtf8(value) : undefined;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

function toTimestamp(value: CelValue): CelTimestamp | undefined {
  if (value instanceof CelTimestamp) return value;
  const time = typeof value === 'bigint' ? new CelTimestamp(value * SECOND_NANOS) : parseTimestamp(value);
  if (time !== undefined && !isTimeInRange(time)) throw new CelError('timestamp overflow');
  return time;
}

/** Reads an RFC 3339 time; undefined where the value is none. */
export function parseTimestamp(value: CelValue): CelTimestamp | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const { unixSeconds: seconds, nanoseconds } = parseTime(value);
    const offset = /([+-])(\d\d):(\d\d)$/.exec(value);
    const minutes = offset === null ? 0 : Number(offset[2]) * 60 + Number(offset[3]);
    const offsetSeconds = (offset?.[1] === '-' ? -60 : 60) * minutes;
    return new CelTimestamp(BigInt(seconds) * SECOND_NANOS + BigInt(nanoseconds), offsetSeconds);
  } catch {
    return undefined;
  }
}
