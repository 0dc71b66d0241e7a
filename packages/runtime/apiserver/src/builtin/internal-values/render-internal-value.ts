import { compareUtf8, isJsonObject, type JsonValue, renderGoJson, renderGoJsonString } from '@gotk/json';
import { type InternalField, type InternalType, internalFields } from './internal-type.js';

interface RenderOptions {
  /** One level of indentation; each element then has a line of its own. @default '' (one line, no spaces) */
  readonly indent?: string;
}

/**
 * A part of an object as the server's errors show it: converted to the server's own type, whose fields have names in Go, stand in an
 * order of their own and are all there, the empty ones too.
 *
 * @param value the part as the API has it, with its defaults.
 */
export function renderInternalValue(
  type: InternalType,
  value: object | null | undefined,
  { indent = '' }: RenderOptions = {},
): string {
  // Parts of objects are JSON; their types only lack the index signature.
  return render(type, { value: value as JsonValue | undefined, around: undefined }, { indent, lineStart: '\n' });
}

/** A value of the API and the object that it stands in. */
interface Placed {
  readonly value: JsonValue | undefined;
  readonly around: JsonValue | undefined;
}

interface Layout {
  readonly indent: string;
  /** The line break and indentation of the present level. */
  readonly lineStart: string;
}

function render(type: string, placed: Placed, layout: Layout): string {
  const value = placed.value ?? undefined;
  if (type.startsWith('*')) return value === undefined ? 'null' : render(type.slice(1), placed, layout);
  if (type.startsWith('&')) return render(type.slice(1), placed, layout);
  if (type.startsWith('[]')) return renderList(type.slice(2), placed, layout);
  if (type.startsWith('{}')) return renderMap(type.slice(2), placed, layout);
  const zero = ZEROS[type];
  if (zero === undefined) return renderStruct(type, placed, layout);
  return value === undefined ? zero : renderGoJson(value, layout);
}

/** What is shown of values that are not there, by the letters of types that are one value. */
const ZEROS: Readonly<Record<string, string>> = {
  b: 'false',
  n: '0',
  s: '""',
  y: 'null',
  t: 'null',
  q: '"0"',
  i: '0',
  r: 'null',
};

function renderList(type: string, { value, around }: Placed, layout: Layout): string {
  if (!Array.isArray(value)) return 'null';
  const inner = deeper(layout);
  const items = (value as readonly JsonValue[]).map((item) => render(type, { value: item, around }, inner));
  return enclose('[', items, ']', layout);
}

function renderMap(type: string, { value, around }: Placed, layout: Layout): string {
  if (!isJsonObject(value)) return 'null';
  const inner = deeper(layout);
  const keys = Object.keys(value).sort(compareUtf8);
  const members = keys.map((key) => member(key, render(type, { value: value[key], around }, inner), layout));
  return enclose('{', members, '}', layout);
}

function renderStruct(type: string, placed: Placed, layout: Layout): string {
  const inner = deeper(layout);
  const members = internalFields(type).flatMap((field) => {
    const value = valueAt(field, placed);
    if (field.leftOutWhenEmpty && isEmpty(field.type, value)) return [];
    return [member(field.key, render(field.type, { value, around: placed.value }, inner), layout)];
  });
  return enclose('{', members, '}', layout);
}

function valueAt({ place, path }: InternalField, { value, around }: Placed): JsonValue | undefined {
  if (place === 'nowhere') return undefined;
  let at = place === 'around' ? around : value;
  for (const step of path) at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  return at;
}

function isEmpty(type: string, value: JsonValue | undefined): boolean {
  if (type.startsWith('*')) return value === undefined || value === null;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

function member(key: string, text: string, { indent }: Layout): string {
  return `${renderGoJsonString(key)}${indent === '' ? ':' : ': '}${text}`;
}

function deeper(layout: Layout): Layout {
  return layout.indent === '' ? layout : { ...layout, lineStart: layout.lineStart + layout.indent };
}

function enclose(open: string, parts: readonly string[], close: string, { indent, lineStart }: Layout): string {
  if (parts.length === 0 || indent === '') return open + parts.join(',') + close;
  const inner = lineStart + indent;
  return open + inner + parts.join(`,${inner}`) + lineStart + close;
}
