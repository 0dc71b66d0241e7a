import type { JsonValue } from '@gotk/json';
import { type GoType, goTypeName, parseYamlNodes, resolvePlain, type YamlNode } from '@gotk/yaml';

/**
 * Decodes YAML into a type as go-yaml does by itself: names in their own case, any scalar as text, unknown fields left out.
 * @throws Error with all that does not fit.
 */
export function parseKyamlAs(text: string, type: GoType): JsonValue {
  const problems: string[] = [];
  const decoded = decode(parseYamlNodes(text).root, type, problems);
  if (problems.length > 0)
    throw new Error(`yaml: unmarshal errors:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  return decoded;
}

function decode(node: YamlNode, type: GoType, problems: string[]): JsonValue {
  if (node.kind === 'alias') return decode(node.target, type, problems);
  if (node.kind === 'scalar' && scalarTag(node) === '!!null') return null;
  if (node.kind === 'sequence' && type.kind === 'slice')
    return node.items.map((item) => decode(item, type.element, problems));
  if (node.kind === 'mapping' && type.kind === 'struct') return decodeStruct(node, type, problems);
  if (node.kind === 'scalar' && type.kind === 'string') return node.value;
  if (node.kind === 'scalar' && type.kind === 'bool' && scalarTag(node) === '!!bool')
    return node.value.toLowerCase() === 'true';
  problems.push(`line ${node.start.line + 1}: cannot unmarshal ${describe(node)} into ${goTypeName(type)}`);
  return null;
}

function decodeStruct(
  { entries }: YamlNode & { kind: 'mapping' },
  type: GoType & { kind: 'struct' },
  problems: string[],
): JsonValue {
  const fields = type.fields();
  const decoded: Record<string, JsonValue> = {};
  for (const { key, value } of entries) {
    const field = key.kind === 'scalar' && Object.hasOwn(fields, key.value) ? fields[key.value] : undefined;
    if (key.kind !== 'scalar' || field === undefined) continue;
    const found = decode(value, field.type, problems);
    if (found !== null) decoded[key.value] = found;
  }
  return decoded;
}

function scalarTag({ value, style, tag }: YamlNode & { kind: 'scalar' }): string {
  if (tag !== '') return tag.replace('tag:yaml.org,2002:', '!!');
  return style === 'plain' ? (resolvePlain(value, 'kyaml')?.tag ?? '!!str') : '!!str';
}

/** Long texts are cut. */
function describe(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'mapping' ? '!!map' : '!!seq';
  const text = node.value.length > 10 ? `${node.value.slice(0, 7)}...` : node.value;
  return `${scalarTag(node)} \`${text}\``;
}
