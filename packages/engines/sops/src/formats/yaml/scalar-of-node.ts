import { goQuote, renderGoFloat } from '@gotk/json';
import { resolveYamlScalar, type ScalarNode, type YamlNode } from '@gotk/yaml';
import { decodeBase64 } from '../../cipher/base64.js';
import { goTypeOfValue } from '../../tree/go-type-of-value.js';
import type { SopsForeign, SopsValue } from '../../tree/sops-tree.js';
import { isKind, textOfBytes } from '../../tree/sops-tree.js';

const MAX_INT64 = 2n ** 63n - 1n;

/** The value of a scalar; one whose text does not fit its tag counts as null. */
export function valueOfScalar(node: ScalarNode): SopsValue {
  const scalar = resolveYamlScalar(node);
  if (scalar === undefined) return null;
  const { tag, value } = scalar;
  if (tag === '!!binary') return textOfBytes(decodeBase64(node.value));
  if (tag === '!!timestamp') return { kind: 'time', text: String(value) };
  if (tag === '!!int') return integer(BigInt(value ?? 0));
  return value;
}

function integer(value: bigint): SopsValue {
  return value > MAX_INT64 ? { kind: 'foreign', goType: 'uint64', shown: String(value) } : value;
}

/** A key; any that is no text cannot be used. */
export function keyOfNode(node: YamlNode): string | SopsForeign {
  if (node.kind === 'alias') return keyOfNode(node.target);
  if (node.kind === 'sequence') return { kind: 'foreign', goType: '[]interface {}', shown: '[]' };
  if (node.kind === 'mapping') return { kind: 'foreign', goType: 'map[string]interface {}', shown: 'map[]' };
  const value = valueOfScalar(node);
  if (typeof value === 'string') return value;
  return { kind: 'foreign', goType: goTypeOfValue(value), shown: showKey(value) };
}

/** A key that is no text, as Go's `%s` shows it. */
function showKey(value: SopsValue): string {
  if (value === null) return '%!s(<nil>)';
  if (typeof value === 'number') return `%!s(float64=${renderGoFloat(value)})`;
  if (typeof value === 'bigint') return `%!s(int=${value})`;
  if (typeof value === 'boolean') return `%!s(bool=${value})`;
  if (isKind(value, 'foreign')) return `%!s(${value.goType}=${value.shown})`;
  return isKind(value, 'time') ? value.text : goQuote('');
}
