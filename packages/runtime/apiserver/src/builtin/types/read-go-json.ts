import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { copyJson, type DraftFields, type DraftValue, setField } from '../../drafts/draft.js';
import { DecodeError } from '../../registry/object-codec.js';
import { emptyValue, isEmptyValue } from './empty-value.js';
import { type GoField, type GoStruct, type GoType, renderGoType } from './go-type.js';
import { readGoScalar } from './read-go-scalar.js';

/** What reading found on its way. */
interface Reading {
  readonly strictErrors: string[];
  /** The first field of the wrong type; reading goes on, as Go's does. */
  mismatch: string | undefined;
}

/** Where reading stands. */
interface Place {
  /** With indices, for unknown fields. */
  readonly path: string;
  /** The struct that holds the field, and the field's path without indices, for wrong types. */
  readonly struct: string;
  readonly field: string;
  /** What Go calls the type, where it is not called by its kind. */
  readonly goType?: string | undefined;
}

/** A value as Go reads and writes it. */
export interface GoReading {
  readonly value: DraftValue;
  readonly strictErrors: readonly string[];
}

/**
 * Reads a JSON value as Go's decoder reads it into a type, and gives it as Go would write it: known fields only, in Go's order,
 * empty ones left out or written as their types say.
 *
 * @throws DecodeError with Go's message when a field has the wrong type.
 */
export function readGoJson(type: GoType, value: JsonValue): GoReading {
  const reading: Reading = { strictErrors: [], mismatch: undefined };
  const result = read(type, value, { reading, place: { path: '', struct: '', field: '' } });
  if (reading.mismatch !== undefined) throw new DecodeError(reading.mismatch);
  return { value: result, strictErrors: reading.strictErrors };
}

interface Context {
  readonly reading: Reading;
  readonly place: Place;
}

function read(type: GoType, value: JsonValue, context: Context): DraftValue {
  if (value === null) return emptyValue(type);
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? readStruct(type, value, context) : mismatch(type, value, context);
    case 'list':
      return Array.isArray(value)
        ? readList(type.item(), value as readonly JsonValue[], context)
        : mismatch(type, value, context);
    case 'map':
      return isJsonObject(value) ? readMap(type.value(), value, context) : mismatch(type, value, context);
    case 'raw':
      return copyJson(value);
    case 'any':
      return type.readAs === undefined ? copyJson(value) : readApart(type.readAs, value, context);
    default: {
      const scalar = readGoScalar(type.kind, value);
      return scalar === undefined ? mismatch(type, value, context) : scalar;
    }
  }
}

/** Types with a reader of their own know nothing of their place, nor of strictness. */
function readApart(
  readAs: (value: JsonValue) => GoType | undefined,
  value: JsonValue,
  { reading }: Context,
): DraftValue {
  try {
    const type = readAs(value);
    return type === undefined ? null : readGoJson(type, value).value;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    reading.mismatch ??= error.message;
    return null;
  }
}

function readStruct(type: GoStruct, value: JsonObject, context: Context): DraftFields {
  const found = new Map<string, DraftValue>();
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const field = type.fields.get(name);
    if (field === undefined)
      context.reading.strictErrors.push(`unknown field ${JSON.stringify(join(context.place.path, name))}`);
    else if (item !== null) {
      const given = read(field.type(), item, inField(context, type, field));
      if (given !== null) found.set(name, given);
    }
  }
  const result: DraftFields = {};
  for (const field of type.fields.values())
    writeField(result, field, found.get(field.name) ?? absentStruct(field, context));
  type.setDefaults?.(result);
  return result;
}

/** A struct that is part of another is there even if nothing of it is given, and has its defaults. */
function absentStruct(field: GoField, context: Context): DraftValue | undefined {
  const inner = field.fieldClass === 'struct' ? field.type() : undefined;
  return inner?.kind === 'struct' ? readStruct(inner, {}, inField(context, inner, field)) : undefined;
}

function writeField(result: DraftFields, field: GoField, given: DraftValue | undefined): void {
  const { name, type, fieldClass, defaultValue } = field;
  const isAbsent =
    given === undefined || (fieldClass !== 'pointer' && fieldClass !== 'kept-pointer' && isEmptyValue(given));
  const value = isAbsent && defaultValue !== undefined ? copyJson(defaultValue) : given;
  switch (fieldClass) {
    case 'omit-empty':
      if (value !== undefined && !isEmptyValue(value)) result[name] = value;
      return;
    case 'pointer':
      if (value !== undefined) result[name] = value;
      return;
    case 'kept-pointer':
      result[name] = value ?? null;
      return;
    case 'omit-zero':
      if (value !== undefined && value !== null && !isEmptyValue(value)) result[name] = value;
      return;
    case 'keep':
      result[name] = value === undefined || isEmptyCollection(value) ? keptValue(type()) : value;
      return;
    case 'struct':
      result[name] = value ?? emptyValue(type());
  }
}

/** Storage does not tell an empty collection from none. */
function isEmptyCollection(value: DraftValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What a field that is always written holds when it is empty: its zero, or null for what may be absent. */
function keptValue(type: GoType): DraftValue {
  const empty = emptyValue(type);
  return typeof empty === 'object' ? null : empty;
}

function inField({ reading, place }: Context, { name: struct }: GoStruct, field: GoField): Context {
  const { name, embedded, goType } = field;
  const inGo = embedded === undefined ? name : `${embedded}.${name}`;
  return { reading, place: { path: join(place.path, name), struct, field: join(place.field, inGo), goType } };
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function readList(item: GoType, value: readonly JsonValue[], { reading, place }: Context): DraftValue[] {
  const goType = itemName(place.goType);
  return value.map((element, index) =>
    read(item, element, { reading, place: { ...place, path: `${place.path}[${index}]`, goType } }),
  );
}

function readMap(type: GoType, value: JsonObject, { reading, place }: Context): DraftFields {
  const result: DraftFields = {};
  const goType = itemName(place.goType);
  for (const key of Object.keys(value).sort()) {
    setField(
      result,
      key,
      read(type, value[key] ?? null, { reading, place: { ...place, path: join(place.path, key), goType } }),
    );
  }
  return result;
}

/** What is in `[]v1.Verb` or `map[string]v1.Value`; types with names of their own do not tell. */
function itemName(goType: string | undefined): string | undefined {
  const match = goType === undefined ? undefined : /^(?:\[\]|map\[[^\]]*\])\*?(.+)$/.exec(goType);
  return match?.[1];
}

function mismatch(type: GoType, value: JsonValue, { reading, place }: Context): DraftValue {
  const where = place.struct === '' ? 'Go value' : `Go struct field ${place.struct}.${place.field}`;
  reading.mismatch ??= `json: cannot unmarshal ${describe(type, value)} into ${where} of type ${place.goType ?? wantedType(type)}`;
  return emptyValue(type);
}

/** What the type's reader looks for; some types read another one inside. */
function wantedType(type: GoType): string {
  if (type.kind === 'time' || type.kind === 'microTime' || type.kind === 'duration') return 'string';
  return type.kind === 'intOrString' ? 'int32' : renderGoType(type);
}

/** What was found, in Go's words; numbers that do not fit are named. */
function describe(type: GoType, value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number')
    return ['int32', 'int64', 'intOrString'].includes(type.kind) ? `number ${value}` : 'number';
  return typeof value;
}
