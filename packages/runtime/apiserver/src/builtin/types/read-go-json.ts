import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { copyJson, type DraftFields, type DraftValue, setField } from '../../drafts/draft.js';
import { markSentEmpty } from '../../drafts/empty-collections.js';
import { DecodeError } from '../../registry/object-codec.js';
import { emptyValue, isEmptyValue } from './empty-value.js';
import { type GoField, type GoStruct, type GoType, renderGoType } from './go-type.js';
import { readGoScalar } from './read-go-scalar.js';

/** What reading found on its way. */
interface Reading {
  readonly strictErrors: string[];
  /** The first field of the wrong type; reading goes on, as Go's does. */
  mismatch: string | undefined;
  /** Whether a field's list or map was given without items. */
  hasEmpty: boolean;
}

/** Where reading stands; it becomes text only when there is something to say. */
interface Context {
  readonly reading: Reading;
  readonly outer: Context | undefined;
  /** How one gets here from the outer place: the field of a struct, the key of a map, or the index of an item. */
  readonly step: GoField | string | number;
  /** The struct that holds the field. */
  readonly struct: string;
}

/** A value as Go reads and writes it. */
export interface GoReading {
  readonly value: DraftValue;
  readonly strictErrors: readonly string[];
  /** Whether a field holds a list or map without items: it is there in memory, but may be neither written nor stored. */
  readonly hasEmpty: boolean;
}

/**
 * Reads a JSON value as Go's decoder reads it into a type, and gives it as Go would write it: known fields only, in Go's order,
 * empty ones left out or written as their types say. Lists and maps that are given without items stay, as they do in Go's memory:
 * defaults and checks tell them from absent ones.
 *
 * @throws DecodeError with Go's message when a field has the wrong type.
 */
export function readGoJson(type: GoType, value: JsonValue): GoReading {
  const reading: Reading = { strictErrors: [], mismatch: undefined, hasEmpty: false };
  const result = read(type, value, { reading, outer: undefined, step: '', struct: '' });
  if (reading.mismatch !== undefined) throw new DecodeError(reading.mismatch);
  return { value: result, strictErrors: reading.strictErrors, hasEmpty: reading.hasEmpty };
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
    if (type === undefined) return null;
    const { value: result, hasEmpty } = readGoJson(type, value);
    reading.hasEmpty ||= hasEmpty;
    return result;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    reading.mismatch ??= error.message;
    return null;
  }
}

function readStruct(type: GoStruct, value: JsonObject, context: Context): DraftFields {
  const found = new Map<string, DraftValue>();
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item === undefined) continue;
    const field = type.fields.get(name);
    if (field === undefined)
      context.reading.strictErrors.push(`unknown field ${JSON.stringify(join(pathOf(context), name))}`);
    else if (item !== null) {
      const given = read(field.type(), item, inField(context, type, field));
      if (given !== null) found.set(name, given);
    }
  }
  const result: DraftFields = {};
  for (const field of type.fields.values()) {
    const given = found.get(field.name);
    if (given !== undefined && isEmptyCollection(given) && isCollectionField(field)) {
      context.reading.hasEmpty = true;
      markSentEmpty(given as object); // An empty collection is one.
      result[field.name] = given;
    } else if (given !== undefined || !mayBeAbsent(field)) writeField(result, field, given ?? absentStruct(field));
  }
  type.setDefaults?.(result);
  return result;
}

/** Most fields of most structs are not given, and then nothing is written. */
function mayBeAbsent({ fieldClass, defaultValue }: GoField): boolean {
  return (
    defaultValue === undefined &&
    (fieldClass === 'omit-empty' || fieldClass === 'pointer' || fieldClass === 'omit-zero')
  );
}

/** What is read of an empty object, by type. */
const emptyStructs = new WeakMap<GoStruct, DraftFields>();

/** A struct that is part of another is there even if nothing of it is given, and has its defaults. */
function absentStruct({ type, fieldClass }: GoField): DraftValue | undefined {
  const inner = fieldClass === 'struct' ? type() : undefined;
  if (inner?.kind !== 'struct') return undefined;
  let empty = emptyStructs.get(inner);
  if (empty === undefined) {
    empty = readGoJson(inner, {}).value as DraftFields; // Structs are read as objects.
    emptyStructs.set(inner, empty);
  }
  return copyJson(empty);
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

function isEmptyCollection(value: DraftValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const _key in value) return false;
  return true;
}

/** Whether the field is a list or a map that may be absent, and so differs from an empty one. */
function isCollectionField({ fieldClass, type }: GoField): boolean {
  if (fieldClass !== 'omit-empty' && fieldClass !== 'keep') return false;
  const { kind } = type();
  return kind === 'list' || kind === 'map';
}

/** What a field that is always written holds when it is empty: its zero, or null for what may be absent. */
function keptValue(type: GoType): DraftValue {
  const empty = emptyValue(type);
  return typeof empty === 'object' ? null : empty;
}

function inField(outer: Context, { name: struct }: GoStruct, step: GoField): Context {
  return { reading: outer.reading, outer, step, struct };
}

function inItem(outer: Context, step: string | number): Context {
  return { reading: outer.reading, outer, step, struct: outer.struct };
}

/** With keys and indices, for unknown fields. */
function pathOf({ outer, step }: Context): string {
  if (outer === undefined) return '';
  if (typeof step === 'number') return `${pathOf(outer)}[${step}]`;
  return join(pathOf(outer), typeof step === 'string' ? step : step.name);
}

/** The fields alone, for wrong types. */
function fieldOf({ outer, step }: Context): string {
  if (outer === undefined) return '';
  if (typeof step !== 'object') return fieldOf(outer);
  const { name, embedded } = step;
  return join(fieldOf(outer), embedded === undefined ? name : `${embedded}.${name}`);
}

/** What Go calls the type, where it is not called by its kind. */
function goTypeOf({ outer, step }: Context): string | undefined {
  if (outer === undefined) return undefined;
  return typeof step === 'object' ? step.goType : itemName(goTypeOf(outer));
}

/** What is in `[]v1.Verb` or `map[string]v1.Value`; types with names of their own do not tell. */
function itemName(goType: string | undefined): string | undefined {
  const match = goType === undefined ? undefined : /^(?:\[\]|map\[[^\]]*\])\*?(.+)$/.exec(goType);
  return match?.[1];
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function readList(item: GoType, value: readonly JsonValue[], context: Context): DraftValue[] {
  return value.map((element, index) => read(item, element, inItem(context, index)));
}

function readMap(type: GoType, value: JsonObject, context: Context): DraftFields {
  const result: DraftFields = {};
  const isCollection = type.kind === 'list' || type.kind === 'map';
  for (const key of Object.keys(value).sort()) {
    const item = value[key] ?? null;
    setField(result, key, item === null && isCollection ? null : read(type, item, inItem(context, key)));
  }
  return result;
}

function mismatch(type: GoType, value: JsonValue, context: Context): DraftValue {
  const { reading, struct } = context;
  const where = struct === '' ? 'Go value' : `Go struct field ${struct}.${fieldOf(context)}`;
  reading.mismatch ??= `json: cannot unmarshal ${describe(type, value)} into ${where} of type ${goTypeOf(context) ?? wantedType(type)}`;
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
