import {
  formatFloat,
  formatTime,
  GoComplex,
  GoError,
  GoInt,
  GoMap,
  GoPanic,
  GoPointer,
  GoStruct,
  type GoValue,
  isNil,
  itemsOf,
  LimitError,
  momentOf,
  requireModestSize,
  typeOf,
  valueText,
} from '@gotk/go-template';
import { quoteTomlText, tomlKey, tomlPath } from './toml-key.js';
import { layoutOfLocalTime } from './toml-scalar.js';

const MAX_DEPTH = 500;
const RFC3339 = '2006-01-02T15:04:05.999999999Z07:00';

/** A value as TOML, also one that is no table. @throws GoError with Go's text */
export function encodeToml(value: GoValue): string {
  if (value === null || value === undefined) throw new GoPanic('reflect: call of reflect.Value.Type on zero Value');
  requireModestSize(value);
  const writer = new TomlWriter();
  writer.encode([], behindPointers(value));
  return writer.output;
}

type Shape = 'nothing' | 'table' | 'tables' | 'value';

class TomlWriter {
  output = '';

  /** Writes a value under a key: a pair, a table or an array of tables. */
  encode(key: readonly string[], value: GoValue): void {
    if (key.length > MAX_DEPTH) throw new LimitError(`toml: nested more than ${MAX_DEPTH} deep`);
    if (value instanceof GoComplex) throw new GoError(`unsupported type for key '${tomlPath(key)}': complex128`);
    switch (shapeOf(value)) {
      case 'table':
        return this.encodeTable(key, value);
      case 'tables':
        return this.encodeTables(key, value);
      default:
        // A nil map or pointer leaves nothing behind, a nil slice is an empty array.
        if (!isNil(value) || itemsOf(value) !== undefined) this.encodePair(key, value);
    }
  }

  private encodeTable(key: readonly string[], value: GoValue): void {
    if (key.length === 1) this.breakLine();
    if (key.length > 0) this.writeHeader(key, `[${tomlPath(key)}]`);
    this.encodeEntries(key, value);
  }

  private encodeTables(key: readonly string[], value: GoValue): void {
    if (key.length === 0) throw new GoError('toml: top-level values must be Go maps or structs');
    for (const item of itemsOf(value) ?? []) {
      this.breakLine();
      this.writeHeader(key, `[[${tomlPath(key)}]]`);
      this.encodeEntries(key, behindPointers(item));
    }
  }

  /** The pairs before the tables. */
  private encodeEntries(key: readonly string[], value: GoValue): void {
    const { pairs, tables } = entriesOf(value);
    for (const [name, entry] of [...pairs, ...tables]) {
      if (!isNil(entry)) this.encode([...key, name], entry);
    }
  }

  private encodePair(key: readonly string[], value: GoValue): void {
    const name = key.at(-1);
    if (name === undefined) {
      this.output += elementText(value, 0);
      return;
    }
    this.output += `${indentOf(key)}${tomlKey(name)} = ${elementText(value, 0)}`;
    this.breakLine();
  }

  private writeHeader(key: readonly string[], header: string): void {
    this.output += indentOf(key) + header;
    this.breakLine();
  }

  private breakLine(): void {
    if (this.output !== '') this.output += '\n';
  }
}

function indentOf(key: readonly string[]): string {
  return '  '.repeat(key.length - 1);
}

interface Entries {
  readonly pairs: readonly (readonly [string, GoValue])[];
  readonly tables: readonly (readonly [string, GoValue])[];
}

function entriesOf(value: GoValue): Entries {
  const entries = rawEntries(value).map(([name, entry]) => [name, behindPointers(entry)] as const);
  const isTable = entries.map(([, entry]) => ['table', 'tables'].includes(shapeOf(entry)));
  return {
    pairs: entries.filter((_, index) => isTable[index] === false),
    tables: entries.filter((_, index) => isTable[index] === true),
  };
}

function rawEntries(value: GoValue): (readonly [string, GoValue])[] {
  if (value instanceof GoMap) return value.keys().map((key) => [key, value.get(key)]);
  if (!(value instanceof GoStruct)) return [];
  const exported = value.type.fields.filter((field) => field.isUnexported !== true);
  return exported.map((field) => [field.name, field.get(value)]);
}

/** @throws GoError for lists with nil in them and for complex numbers */
function shapeOf(value: GoValue): Shape {
  if (isNil(value)) return 'nothing';
  if (value instanceof GoComplex) throw new GoError('unsupported type: complex128');
  if (value instanceof GoMap) return 'table';
  if (value instanceof GoStruct) return typeOf(value)?.toJson === undefined ? 'table' : 'value';
  const items = itemsOf(value);
  return items !== undefined && areTables(items) ? 'tables' : 'value';
}

function areTables(items: readonly GoValue[]): boolean {
  const shapes = items.map((item) => shapeOf(behindPointers(item)));
  if (shapes.includes('nothing')) throw new GoError('toml: cannot encode array with nil element');
  return shapes.length > 0 && shapes.every((shape) => shape === 'table');
}

function behindPointers(value: GoValue): GoValue {
  return value instanceof GoPointer && value.type.toJson === undefined ? value.target : value;
}

function elementText(value: GoValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new LimitError(`toml: nested more than ${MAX_DEPTH} deep`);
  switch (typeof value) {
    case 'string':
      return quoteTomlText(value);
    case 'boolean':
      return String(value);
    case 'number':
      return floatText(value);
    default:
      return objectText(value, depth);
  }
}

function objectText(value: GoValue, depth: number): string {
  const moment = momentOf(value);
  if (moment !== undefined) return formatTime(moment, layoutOfLocalTime(moment) ?? RFC3339);
  const type = typeOf(value);
  if (type?.toJson !== undefined) return quoteTomlText(String(JSON.parse(type.toJson(value))));
  if (value instanceof GoInt)
    return type?.name === 'time.Duration' ? quoteTomlText(valueText(value)) : String(value.value);
  const items = itemsOf(value);
  if (items !== undefined) return `[${items.map((item) => elementText(behindPointers(item), depth + 1)).join(', ')}]`;
  return inlineTable(value, depth);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const text = formatFloat(value, 'g', -1);
  return /[e.]/.test(text) ? text : `${text}.0`;
}

/** Entries that are nil leave their comma behind unless they come first or last, as in Go. */
function inlineTable(value: GoValue, depth: number): string {
  const { pairs, tables } = entriesOf(value);
  const write = (entries: Entries['pairs'], isFollowed: boolean): string => {
    const last = entries.length - 1;
    const texts = entries.map(([name, entry], index) => {
      if (isNil(entry)) return '';
      const comma = isFollowed || index !== last ? ', ' : '';
      return `${tomlKey(name)} = ${elementText(entry, depth + 1)}${comma}`;
    });
    return texts.join('');
  };
  return `{${write(pairs, tables.length > 0)}${write(tables, false)}}`;
}
