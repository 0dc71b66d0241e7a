import type { JsonValue } from '@gotk/json';

type Scalar = string | number | boolean | null;

/** One step of a path to a field: a field's name, the keys of a list's element, a set's element, or an index. */
export type PathElement =
  | { readonly kind: 'field'; readonly id: string; readonly name: string }
  /** `fields` are sorted by name. */
  | {
      readonly kind: 'key';
      readonly id: string;
      readonly fields: readonly (readonly [name: string, value: JsonValue])[];
    }
  | { readonly kind: 'value'; readonly id: string; readonly value: JsonValue }
  | { readonly kind: 'index'; readonly id: string; readonly index: number };

/** A path from the root of an object. */
export type FieldPath = readonly PathElement[];

const interned = new Map<string, PathElement>();
const MAX_INTERNED = 10_000;

/** The step to a field. `id` is its text in FieldsV1 (`f:name`) and its identity. */
export function fieldElement(name: string): PathElement {
  const known = interned.get(name);
  if (known !== undefined) return known;
  const element: PathElement = { kind: 'field', id: `f:${name}`, name };
  if (interned.size < MAX_INTERNED) interned.set(name, element);
  return element;
}

/** The step to the element of a list whose key fields have these values. */
export function keyElement(fields: readonly (readonly [name: string, value: JsonValue])[]): PathElement {
  const sorted = [...fields].sort(([a], [b]) => compareText(a, b));
  const texts = sorted.map(([name, value]) => `${JSON.stringify(name)}:${goJson(value)}`);
  return { kind: 'key', id: `k:{${texts.join(',')}}`, fields: sorted };
}

/** The step to an element of a set. */
export function valueElement(value: JsonValue): PathElement {
  return { kind: 'value', id: `v:${goJson(value)}`, value };
}

/** The step to an element by position. */
export function indexElement(index: number): PathElement {
  return { kind: 'index', id: `i:${index}`, index };
}

/**
 * Reads the text form of FieldsV1.
 *
 * @throws SyntaxError when it is none.
 */
export function parsePathElement(text: string): PathElement {
  const rest = text.slice(2);
  switch (text.slice(0, 2)) {
    case 'f:':
      return fieldElement(rest);
    case 'k:':
      return keyElement(Object.entries(JSON.parse(rest) as Record<string, JsonValue>));
    case 'v:':
      return valueElement(JSON.parse(rest) as JsonValue);
    case 'i:':
      return indexElement(Number.parseInt(rest, 10));
    default:
      throw new SyntaxError(`unknown path element ${JSON.stringify(text)}`);
  }
}

/** The step as error messages show it: `.name`, `[key="value"]`, `[="value"]`, `[0]`. */
export function renderPathElement(element: PathElement): string {
  switch (element.kind) {
    case 'field':
      return `.${element.name}`;
    case 'key':
      return `[${element.fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    case 'value':
      return `[=${JSON.stringify(element.value)}]`;
    case 'index':
      return `[${element.index}]`;
  }
}

/** The path as error messages show it, e.g. `.spec.containers[name="app"].image`. */
export function renderFieldPath(path: FieldPath): string {
  return path.map(renderPathElement).join('');
}

const KIND_ORDER = { field: 0, key: 1, value: 2, index: 3 } as const;

/** The order of structured-merge-diff: fields by name, then keys, values and indexes. */
export function comparePathElements(a: PathElement, b: PathElement): number {
  if (a.kind === 'field' && b.kind === 'field') return compareText(a.name, b.name);
  if (a.kind === 'key' && b.kind === 'key') return compareKeys(a.fields, b.fields);
  if (a.kind === 'value' && b.kind === 'value') return compareScalars(a.value, b.value);
  if (a.kind === 'index' && b.kind === 'index') return a.index - b.index;
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

function compareKeys(
  a: readonly (readonly [string, JsonValue])[],
  b: readonly (readonly [string, JsonValue])[],
): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareScalars(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareScalars(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === typeof b) return compareText(String(a), String(b));
  return scalarRank(a as Scalar) - scalarRank(b as Scalar);
}

/** Numbers come before texts, texts before booleans, null last. */
function scalarRank(value: Scalar): number {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  return typeof value === 'boolean' ? 2 : 3;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** JSON as Go's encoder writes it: `<`, `>` and `&` are escaped. */
function goJson(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
