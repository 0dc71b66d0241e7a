import type { JsonValue } from '@gotk/json';
import { type DraftFields, type DraftValue, setField } from '../../drafts/draft.js';
import type { GoStruct, GoType } from './go-type.js';

/** A field's raw value: a number, or the bytes of a text or message. */
export type ProtobufValue = bigint | Uint8Array;

const MAX_DEPTH = 100;

/** The fields of a message by their numbers, each value in the order it came. @throws when the message is broken. */
export function readProtobufFields(bytes: Uint8Array): ReadonlyMap<number, readonly ProtobufValue[]> {
  const fields = new Map<number, ProtobufValue[]>();
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const tag = Number(reader.varint());
    const value = reader.value(tag & 7);
    const list = fields.get(tag >>> 3);
    if (list === undefined) fields.set(tag >>> 3, [value]);
    else list.push(value);
  }
  return fields;
}

/** Reads a message of a type into its JSON form. @throws when the message is broken. */
export function readProtobuf(type: GoType, bytes: Uint8Array, depth = 0): DraftValue {
  if (depth > MAX_DEPTH) throw new Error('proto: too deep');
  switch (type.kind) {
    case 'struct':
      return readStruct(type, bytes, depth);
    case 'time':
    case 'microTime':
      return readTimestamp(bytes, type.kind);
    case 'quantity':
      return textOf(readProtobufFields(bytes).get(1)?.at(-1));
    case 'intOrString':
      return readIntOrString(bytes);
    case 'duration':
      return `${Number(numberOf(readProtobufFields(bytes).get(1)?.at(-1))) / 1e9}s`;
    case 'raw':
    case 'any':
      return readRaw(bytes);
    case 'list': {
      // A list that is a type of its own is a message of its items.
      const items = readProtobufFields(bytes).get(1) ?? [];
      return items.map((item) => readValue(type.item(), item, depth + 1));
    }
    default:
      return readValue(type, bytes, depth);
  }
}

function readStruct(type: GoStruct, bytes: Uint8Array, depth: number): DraftFields {
  const result: DraftFields = {};
  for (const [number, values] of readProtobufFields(bytes)) {
    const target = type.protobuf.get(number);
    const last = values.at(-1);
    if (target === undefined || last === undefined) continue;
    if (target.kind === 'inline') Object.assign(result, readProtobuf(target.type(), bytesOf(last), depth + 1));
    else result[target.field.name] = readField(target.field.type(), values, depth + 1);
  }
  return result;
}

function readField(type: GoType, values: readonly ProtobufValue[], depth: number): DraftValue {
  if (type.kind === 'list') return values.map((value) => readValue(type.item(), value, depth));
  if (type.kind !== 'map') return readValue(type, values.at(-1) ?? 0n, depth);
  const result: DraftFields = {};
  for (const value of values) {
    const entry = readProtobufFields(bytesOf(value));
    setField(
      result,
      textOf(entry.get(1)?.at(-1)),
      readValue(type.value(), entry.get(2)?.at(-1) ?? new Uint8Array(), depth),
    );
  }
  return result;
}

function readValue(type: GoType, value: ProtobufValue, depth: number): DraftValue {
  switch (type.kind) {
    case 'string':
      return textOf(value);
    case 'bytes':
      return Buffer.from(bytesOf(value)).toString('base64');
    case 'bool':
      return numberOf(value) !== 0n;
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, numberOf(value)));
    case 'float64': {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, numberOf(value));
      return view.getFloat64(0);
    }
    default:
      return readProtobuf(type, bytesOf(value), depth);
  }
}

function readTimestamp(bytes: Uint8Array, kind: 'time' | 'microTime'): string | null {
  const fields = readProtobufFields(bytes);
  if (fields.size === 0) return null;
  const seconds = Number(BigInt.asIntN(64, numberOf(fields.get(1)?.at(-1))));
  const nanos = Number(numberOf(fields.get(2)?.at(-1)));
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return kind === 'time' ? `${text}Z` : `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

function readIntOrString(bytes: Uint8Array): string | number {
  const fields = readProtobufFields(bytes);
  if (numberOf(fields.get(1)?.at(-1)) === 1n) return textOf(fields.get(3)?.at(-1));
  return Number(BigInt.asIntN(64, numberOf(fields.get(2)?.at(-1))));
}

function readRaw(bytes: Uint8Array): DraftValue {
  const text = textOf(readProtobufFields(bytes).get(1)?.at(-1));
  return text === '' ? null : (JSON.parse(text) as JsonValue as DraftValue); // A fresh value of its own.
}

function bytesOf(value: ProtobufValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function numberOf(value: ProtobufValue | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

function textOf(value: ProtobufValue | undefined): string {
  return Buffer.from(bytesOf(value)).toString('utf8');
}

/** Reads protobuf's wire format from front to back. */
class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(wireType: number): ProtobufValue {
    switch (wireType) {
      case 0:
        return this.varint();
      case 1:
        return Buffer.from(this.#take(8)).readBigUInt64LE();
      case 2:
        return this.#take(Number(this.varint()));
      case 5:
        return BigInt(Buffer.from(this.#take(4)).readUInt32LE());
      default:
        throw new Error(`proto: illegal wireType ${wireType}`);
    }
  }

  varint(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('unexpected EOF');
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, result);
    }
    throw new Error('proto: integer overflow');
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new Error('unexpected EOF');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
