import { compareUtf8, goQuote, renderGoFloat } from '@gotk/json';
import type { MappingNode, YamlNode } from '../parse/yaml-node.js';
import type { YamlDialect } from '../resolve/dialect.js';

import { scalarValue } from './scalar-value.js';

/** A node's value in Go's syntax (`%#v`), as error messages show it. */
export function goSyntax(node: YamlNode, dialect: YamlDialect, depth = 0): string {
  // Messages need no more, and an alias may stand inside its own anchor.
  if (depth > 50) return '...';
  switch (node.kind) {
    case 'alias':
      return goSyntax(node.target, dialect, depth + 1);
    case 'sequence':
      return `[]interface {}{${node.items.map((item) => elementSyntax(item, dialect, depth + 1)).join(', ')}}`;
    case 'mapping':
      return `${mapType(node, dialect)}{${entriesSyntax(node, dialect, depth + 1)}}`;
    case 'scalar':
      return scalarSyntax(scalarValue(node, dialect), dialect);
  }
}

function mapType(node: MappingNode, dialect: YamlDialect): string {
  const strings = dialect === 'kyaml' && node.entries.every(({ key }) => goSyntax(key, dialect).startsWith('"'));
  return strings ? 'map[string]interface {}' : 'map[interface {}]interface {}';
}

function entriesSyntax(node: MappingNode, dialect: YamlDialect, depth: number): string {
  const entries = new Map(
    node.entries.map(({ key, value }) => [
      elementSyntax(key, dialect, depth),
      { order: keyOrder(key, dialect), text: elementSyntax(value, dialect, depth) },
    ]),
  );
  return [...entries]
    .sort(
      ([a, { order: left }], [b, { order: right }]) => left.rank - right.rank || compare(left.key ?? a, right.key ?? b),
    )
    .map(([key, { text }]) => `${key}:${text}`)
    .join(', ');
}

interface KeyOrder {
  readonly rank: number;
  /** What keys of one type compare by, unless that is their text. */
  readonly key?: string | number | bigint;
}

/** Go prints maps sorted by their keys: those of different types in the order of the types, nil first. */
function keyOrder(node: YamlNode, dialect: YamlDialect): KeyOrder {
  if (node.kind !== 'scalar') return { rank: 6 };
  const { tag, value } = scalarValue(node, dialect);
  if (value === null) return { rank: 0 };
  if (typeof value === 'string') return isTime(tag, dialect) ? { rank: 6 } : { rank: 1, key: value };
  if (typeof value === 'boolean') return { rank: 5 };
  if (tag === '!!float') return { rank: 4, key: Number(value) };
  return { rank: BigInt(value) > 2n ** 63n - 1n ? 2 : 3, key: BigInt(value) };
}

function compare(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function elementSyntax(node: YamlNode, dialect: YamlDialect, depth: number): string {
  const text = goSyntax(node, dialect, depth);
  return text === '<nil>' ? 'interface {}(nil)' : text;
}

function scalarSyntax({ tag, value }: ReturnType<typeof scalarValue>, dialect: YamlDialect): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return isTime(tag, dialect) ? timeSyntax(value) : goQuote(value);
  if (typeof value === 'bigint') return value > 2n ** 63n - 1n ? `0x${value.toString(16)}` : String(value);
  return tag === '!!float' ? renderGoFloat(Number(value)) : String(value);
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const TIME = /^(\d+)-(\d+)-(\d+)(?:(?:[Tt]|\s+)(\d+):(\d+):(\d+)(?:\.(\d+))?\s*(Z|[-+]\d.*)?)?$/;

/** go-yaml v2 takes what looks like a time for text. */
function isTime(tag: string, dialect: YamlDialect): boolean {
  return tag === '!!timestamp' && dialect === 'kyaml';
}

function timeSyntax(text: string): string {
  const match = TIME.exec(text);
  if (match === null) return goQuote(text);
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone = 'Z'] = match;
  const date = `${Number(year)}, time.${MONTHS[Number(month) - 1]}, ${Number(day)}`;
  const time = [hour, minute, second, fraction.padEnd(9, '0')].map(Number).join(', ');
  return `time.Date(${date}, ${time}, ${zone === 'Z' ? 'time.UTC' : 'time.Location("")'})`;
}
