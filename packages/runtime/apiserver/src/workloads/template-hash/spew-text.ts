import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { spewQuantity } from './spew-quantity.js';
import { spewNamed, spewScalars, spewStructs } from './spew-types.generated.js';

interface Field {
  readonly name: string;
  /** Empty where JSON writes the fields of the inner type into the outer one. */
  readonly json: string;
  readonly type: string;
}

const NIL = '<nil>';
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';
const fieldsOfType = new Map<string, readonly Field[]>();

/**
 * A value of a Go type as the Go library spew writes it, with types: the text of which the hashes of pod templates are made.
 * The value is JSON as the API writes it; fields that are left out are the type's zero.
 */
export function spewText(value: JsonValue, type: string): string {
  return `(${type})${content(value, type)}`;
}

function content(value: JsonValue | undefined, type: string): string {
  const behind = spewNamed[type] ?? type;
  if (behind.startsWith('*')) return value === undefined || value === null ? NIL : content(value, behind.slice(1));
  if (behind.startsWith('[]')) return list(value, behind.slice(2));
  if (behind.startsWith('map[')) return map(value, behind.slice(behind.indexOf(']') + 1));
  switch (type) {
    case 'v1.Time':
      return ZERO_TIME;
    case 'resource.Quantity':
      return spewQuantity(value === undefined || value === null ? '' : String(value));
    case 'intstr.IntOrString':
      return typeof value === 'string'
        ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
        : `{Type:(intstr.Type)0 IntVal:(int32)${String(value ?? 0)} StrVal:(string)}`;
    default:
      return spewStructs[type] === undefined ? scalar(value, type) : struct(isJsonObject(value) ? value : {}, type);
  }
}

function scalar(value: JsonValue | undefined, type: string): string {
  if (value !== undefined && value !== null) return String(value);
  const kind = spewScalars[type] ?? 'string';
  return kind === 'string' ? '' : kind === 'bool' ? 'false' : '0';
}

function list(value: JsonValue | undefined, type: string): string {
  if (!Array.isArray(value) || value.length === 0) return NIL;
  return `[${(value as readonly JsonValue[]).map((item) => content(item, type)).join(' ')}]`;
}

function map(value: JsonValue | undefined, type: string): string {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return NIL;
  const entries = Object.keys(value).sort();
  return `map[${entries.map((key) => `${key}:${content(value[key], type)}`).join(' ')}]`;
}

function struct(value: JsonObject, type: string): string {
  const parts = fieldsOf(type).map(({ name, json, type: fieldType }) => {
    const inner = json === '' ? value : value[json];
    return `${name}:${spewText(inner ?? null, fieldType)}`;
  });
  return `{${parts.join(' ')}}`;
}

function fieldsOf(type: string): readonly Field[] {
  const known = fieldsOfType.get(type);
  if (known !== undefined) return known;
  const fields = (spewStructs[type] ?? '').split(' ').map((text) => {
    const [name = '', json = '', fieldType = ''] = text.split(':');
    return { name, json, type: fieldType };
  });
  fieldsOfType.set(type, fields);
  return fields;
}
