import type { ScalarNode, YamlNode } from '../parse/yaml-node.js';
import { resolvePlain } from './resolve-plain.js';

const YAML_TAG_PREFIX = 'tag:yaml.org,2002:';

/** `!!str` for `tag:yaml.org,2002:str`; other tags as they are. */
export function shortTag(tag: string): string {
  return tag.startsWith(YAML_TAG_PREFIX) ? `!!${tag.slice(YAML_TAG_PREFIX.length)}` : tag;
}

/** The tag that must be written with a node because nothing else tells it; empty for none. */
export function tagOf(node: YamlNode): string {
  if (node.tag !== '' && node.tag !== '!') return node.tag;
  return node.kind === 'scalar' && node.style === 'plain' && node.value === '<<' ? `${YAML_TAG_PREFIX}merge` : '';
}

/** The short tag of a scalar as go-yaml v3 knows it: the one given, or what its text resolves to. */
export function scalarTag(node: ScalarNode): string {
  if (node.tag !== '' && node.tag !== '!') return shortTag(node.tag);
  if (node.style !== 'plain') return '!!str';
  if (node.value === '<<') return '!!merge';
  return resolvePlain(node.value, 'kyaml')?.tag ?? '!!str';
}
