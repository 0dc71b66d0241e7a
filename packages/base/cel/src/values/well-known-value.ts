import { STRING } from '../types/cel-type.js';
import { CelError } from './cel-error.js';
import { ArrayList, CelList } from './cel-list.js';
import { CelMap, EntryMap, StructMap } from './cel-map.js';
import { CelOptional } from './cel-optional.js';
import { CelDuration, CelTimestamp, SECOND_NANOS } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import { convertTo } from './convert.js';
import { jsonOfValue } from './json-of-value.js';
import { nativeRefusal } from './native-refusal.js';
import { type CelValue, typeOf } from './value.js';

const PREFIX = 'google.protobuf.';

/** The types of Go that fields have. */
type GoType =
  | 'bool'
  | '[]uint8'
  | 'float64'
  | 'float32'
  | 'int32'
  | 'int64'
  | 'string'
  | 'uint32'
  | 'uint64'
  | 'protoreflect.EnumNumber';

interface Wrapper {
  readonly goType: GoType;
  readonly empty: CelValue;
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  BoolValue: { goType: 'bool', empty: false },
  BytesValue: { goType: '[]uint8', empty: new Uint8Array() },
  DoubleValue: { goType: 'float64', empty: 0 },
  FloatValue: { goType: 'float32', empty: 0 },
  Int32Value: { goType: 'int32', empty: 0n },
  Int64Value: { goType: 'int64', empty: 0n },
  StringValue: { goType: 'string', empty: '' },
  UInt32Value: { goType: 'uint32', empty: new CelUint(0n) },
  UInt64Value: { goType: 'uint64', empty: new CelUint(0n) },
};

/** What a message of protobuf is as a value, of fields in their order. @throws CelError */
export function wellKnownValue(typeName: string, fields: readonly (readonly [string, CelValue])[]): CelValue {
  const name = typeName.slice(PREFIX.length);
  const read = new Map<string, CelValue>();
  let last: CelValue = null;
  for (const [field, value] of fields) {
    last = readField(name, field, value);
    read.set(field, last);
  }
  const wrapper = WRAPPERS[name];
  if (wrapper !== undefined) return read.get('value') ?? wrapper.empty;
  switch (name) {
    case 'Duration':
      return new CelDuration(saturated(nanosecondsOf(read)));
    case 'Timestamp':
      return new CelTimestamp(nanosecondsOf(read));
    case 'ListValue':
      return read.get('values') ?? new ArrayList([]);
    case 'Struct':
      return read.get('fields') ?? new EntryMap();
    case 'Value':
      return last;
    case 'Empty':
      return new StructMap(typeName);
    default:
      throw new CelError('unsupported conversion to ref.Val: (*dynamicpb.Message)');
  }
}

function nanosecondsOf(fields: ReadonlyMap<string, CelValue>): bigint {
  const part = (name: string) => (fields.get(name) ?? 0n) as bigint;
  return part('seconds') * SECOND_NANOS + part('nanos');
}

function saturated(nanoseconds: bigint): bigint {
  const most = 2n ** 63n - 1n;
  if (nanoseconds > most) return most;
  return nanoseconds < -most - 1n ? -most - 1n : nanoseconds;
}

function readField(message: string, field: string, value: CelValue): CelValue {
  const place = `${PREFIX}${message}.${field}`;
  const isMap = message === 'Struct';
  if ((isMap && !(value instanceof CelMap)) || (message === 'ListValue' && !(value instanceof CelList))) {
    throw new CelError(`unsupported field type for ${place}: ${shownType(value)}`);
  }
  try {
    return convertField(message, field, value);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new CelError(`field type conversion error for ${place} value type: ${error.message}`);
  }
}

function shownType(value: CelValue): string {
  if (value instanceof CelMap) return 'map(dyn, dyn)';
  return value instanceof CelList ? 'list(dyn)' : typeOf(value).name;
}

function convertField(message: string, field: string, value: CelValue): CelValue {
  const { goType } = WRAPPERS[message] ?? { goType: FIELDS[field] };
  if (field === 'null_value') {
    convertSingle(value, 'protoreflect.EnumNumber');
    return null;
  }
  if (goType !== undefined) return convertSingle(value, goType);
  const wanted = field === 'struct_value' || field === 'fields' ? 'Struct' : 'ListValue';
  if (value instanceof CelOptional) return convertField(message, field, value.get());
  const fits = wanted === 'Struct' ? value instanceof CelMap : value instanceof CelList;
  if (!fits) throw new CelError(nativeRefusal(value, `*structpb.${wanted}`));
  return jsonLike(value);
}

const FIELDS: Readonly<Record<string, GoType | undefined>> = {
  seconds: 'int64',
  nanos: 'int32',
  number_value: 'float64',
  string_value: 'string',
  bool_value: 'bool',
  type_url: 'string',
  value: '[]uint8',
};

function convertSingle(value: CelValue, goType: GoType): CelValue {
  if (value instanceof CelOptional) return convertSingle(value.get(), goType);
  switch (goType) {
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case '[]uint8':
      if (value instanceof Uint8Array) return value;
      break;
    case 'float64':
    case 'float32':
      if (typeof value === 'number') return goType === 'float32' ? Math.fround(value) : value;
      break;
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'uint32':
    case 'uint64':
      if (value instanceof CelUint) return checkedUint(value, goType);
      break;
    default:
      if (typeof value === 'bigint') return checkedInt(value, goType);
  }
  throw new CelError(nativeRefusal(value, goType));
}

function checkedInt(value: bigint, goType: GoType): bigint {
  if (goType !== 'int64' && BigInt.asIntN(32, value) !== value) throw new CelError('integer overflow');
  return value;
}

function checkedUint(value: CelUint, goType: GoType): CelUint {
  if (goType === 'uint32' && value.value >= 2n ** 32n) throw new CelError('unsigned integer overflow');
  return value;
}

/** A value as JSON would keep it: numbers are doubles, what does not fit is text. @throws CelError */
function jsonLike(value: CelValue): CelValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (typeof value === 'bigint' || value instanceof CelUint) {
    const whole = typeof value === 'bigint' ? value : value.value;
    return whole >= -MAX_SAFE && whole <= MAX_SAFE ? Number(whole) : String(whole);
  }
  if (value instanceof CelOptional) return jsonLike(value.get());
  if (value instanceof CelList) return new ArrayList(Array.from(value, jsonLike));
  if (value instanceof CelMap) return jsonLikeMap(value);
  if (value instanceof Uint8Array) return jsonOfValue(value) as string;
  if (value instanceof CelDuration || value instanceof CelTimestamp) return convertTo(STRING, value);
  throw new CelError(nativeRefusal(value, '*structpb.Value'));
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function jsonLikeMap(map: CelMap): EntryMap {
  const result = new EntryMap();
  for (const key of map.keys()) {
    if (typeof key !== 'string') throw new CelError(nativeRefusal(key, 'string'));
    result.set(key, jsonLike(map.find(key) ?? null));
  }
  return result;
}
