import {
  bytesToBase64,
  GoInt,
  GoMap,
  GoPanic,
  GoPointer,
  GoStruct,
  type GoValue,
  isNil,
  itemsOf,
  LimitError,
  requireModestSize,
  textToBytes,
  typeOf,
  valueText,
} from '@gotk/go-template';
import { type ExactValue, renderYaml, StructFields, unquotedText } from '@gotk/yaml';

const MAX_DEPTH = 500;

/** A value as go-yaml v3 writes Go values with an indent of two. @throws GoError for what it cannot write */
export function renderPrettyYaml(value: GoValue): string {
  requireModestSize(value);
  return renderYaml(exact(value, 0), { dialect: 'kyaml', pretty: true });
}

function exact(value: GoValue, depth: number): ExactValue {
  if (depth > MAX_DEPTH) throw new LimitError(`yaml: nested more than ${MAX_DEPTH} deep`);
  if (typeof value === 'string') return isBinary(value) ? unquotedText(`!!binary ${base64Of(value)}`) : value;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  const items = itemsOf(value);
  if (items !== undefined) return items.map((item) => exact(item, depth + 1));
  if (isNil(value)) return value instanceof GoMap ? {} : null;
  if (value instanceof GoMap) {
    return table(
      value.keys().map((key) => [key, value.get(key)]),
      depth,
    );
  }
  const type = typeOf(value);
  // What has a text of its own in JSON has it here too; times stand without quotes.
  if (type?.toJson !== undefined) {
    const text = String(JSON.parse(type.toJson(value)));
    return type.name === 'time.Time' ? unquotedText(text) : text;
  }
  if (value instanceof GoInt) return type?.name === 'time.Duration' ? valueText(value) : BigInt(value.value);
  if (value instanceof GoPointer) return exact(value.target, depth + 1);
  if (!(value instanceof GoStruct)) throw new GoPanic('cannot marshal type: complex128');
  const exported = value.type.fields.filter((field) => field.isUnexported !== true);
  return new StructFields(exported.map((field) => [field.name.toLowerCase(), exact(field.get(value), depth + 1)]));
}

/** Whether a text is no UTF-8, and short enough to be written on one line. */
function isBinary(text: string): boolean {
  return /[\udc80-\udcff]/u.test(text) && base64Of(text).length <= 70;
}

function base64Of(text: string): string {
  return bytesToBase64(textToBytes(text));
}

function table(entries: readonly (readonly [string, GoValue])[], depth: number): ExactValue {
  // Without a prototype no key can mean anything but itself.
  const object: Record<string, ExactValue> = Object.create(null);
  for (const [key, value] of entries) object[key] = exact(value, depth + 1);
  return object;
}
