import { goQuote, renderGoFloat } from '@gotk/json';
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
      return scalarSyntax(scalarValue(node, dialect));
  }
}

function mapType(node: MappingNode, dialect: YamlDialect): string {
  const strings = dialect === 'kyaml' && node.entries.every(({ key }) => goSyntax(key, dialect).startsWith('"'));
  return strings ? 'map[string]interface {}' : 'map[interface {}]interface {}';
}

function entriesSyntax(node: MappingNode, dialect: YamlDialect, depth: number): string {
  const entries = new Map(
    node.entries.map(({ key, value }) => [goSyntax(key, dialect, depth), elementSyntax(value, dialect, depth)]),
  );
  return [...entries.keys()]
    .sort()
    .map((key) => `${key}:${entries.get(key)}`)
    .join(', ');
}

function elementSyntax(node: YamlNode, dialect: YamlDialect, depth: number): string {
  const text = goSyntax(node, dialect, depth);
  return text === '<nil>' ? 'interface {}(nil)' : text;
}

function scalarSyntax({ tag, value }: ReturnType<typeof scalarValue>): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'bigint') return value > 2n ** 63n - 1n ? `0x${value.toString(16)}` : String(value);
  return tag === '!!float' ? renderGoFloat(Number(value)) : String(value);
}
