import { goQuote, renderGoFloat } from '@gotk/json';
import type { MappingNode, ScalarNode, YamlNode } from '../parse/yaml-node.js';
import type { ExactValue } from '../resolve/exact-value.js';

import { scalarTag } from '../resolve/node-tag.js';
import { parseTimestamp, renderTimestamp } from '../resolve/parse-timestamp.js';
import { YamlProblem } from '../scan/problem.js';
import { AliasBudget } from './alias-budget.js';
import { DecodeErrors } from './decode-errors.js';
import { goSyntax } from './go-syntax.js';
import { scalarValue } from './scalar-value.js';
import { setField } from './set-field.js';

/** A map under construction. `merged` holds the keys a merge must not touch; outside a merge there is none. */
interface Target {
  readonly object: Record<string, ExactValue>;
  readonly merged: Set<string> | undefined;
}

/**
 * Turns nodes into a value as kustomize does on its way to JSON: repeated keys and keys that are no strings are errors,
 * merged fields give way to those that stand in the mapping itself.
 *
 * @throws YamlProblem
 */
export function decodeKyaml(root: YamlNode): ExactValue {
  const decoder = new KyamlDecoder();
  const value = decoder.decodeRoot(root);
  decoder.errors.check();
  return value;
}

/** Decodes into a map of text to anything, and tells of nothing but the errors. @throws YamlProblem */
export function checkKyamlMapping(root: YamlNode): void {
  const decoder = new KyamlDecoder();
  if (root.kind === 'sequence') decoder.refuseRoot(root, '!!seq');
  else decoder.decodeRoot(root);
  decoder.errors.checkTypes();
}

class KyamlDecoder {
  readonly errors = new DecodeErrors();
  readonly #budget = new AliasBudget();

  /** The root must be a mapping, whose keys are taken as text, or a list; null counts as nothing. */
  decodeRoot(node: YamlNode): ExactValue {
    this.#budget.count();
    if (node.kind === 'sequence') return node.items.map((item) => this.#decode(item));
    if (node.kind === 'mapping') return this.#decodeStringMap(node, { object: {}, merged: undefined });
    if (node.kind === 'scalar' && scalarValue(node, 'kyaml').value !== null)
      this.refuseRoot(node, describeScalar(node));
    return null;
  }

  refuseRoot(node: YamlNode, found: string): void {
    this.errors.type(`line ${node.start.line + 1}: cannot unmarshal ${found} into map[string]interface {}`);
  }

  #decode(node: YamlNode): ExactValue {
    this.#budget.count();
    switch (node.kind) {
      case 'alias':
        return this.#budget.through(node, (target) => this.#decode(target));
      case 'scalar':
        return this.#decodeScalar(node);
      case 'sequence':
        return node.items.map((item) => this.#decode(item));
      case 'mapping':
        return this.#decodeMapping(node);
    }
  }

  #decodeScalar(node: ScalarNode): ExactValue {
    const { tag, value } = scalarValue(node, 'kyaml');
    if (tag === '!!float' && !Number.isFinite(value))
      this.errors.json(`json: unsupported value: ${renderGoFloat(Number(value))}`);
    if (tag !== '!!timestamp') return value;
    const timestamp = parseTimestamp(String(value));
    return timestamp === undefined ? value : renderTimestamp(timestamp);
  }

  #decodeMapping(node: MappingNode): ExactValue {
    if (hasStringKeys(node)) return this.#decodeStringMap(node, { object: {}, merged: undefined });
    if (!this.#checkUnique(node)) return null;
    for (const { key, value } of node.entries) {
      if (isMerge(key)) continue;
      this.#decode(key);
      const target = key.kind === 'alias' ? key.target : key;
      if (target.kind !== 'scalar')
        throw new YamlProblem('value', `invalid map key: ${goSyntax(target, 'kyaml')}`, key.start);
      this.#decode(value);
    }
    this.errors.json('json: unsupported type: map[interface {}]interface {}');
    return null;
  }

  #decodeStringMap(node: MappingNode, target: Target): Record<string, ExactValue> {
    if (!this.#checkUnique(node)) return target.object;
    let merge: YamlNode | undefined;
    for (const { key, value } of node.entries) {
      if (isMerge(key)) merge = value;
      else this.#decodeEntry(key, value, target);
    }
    if (merge !== undefined) this.#merge(node, merge, target);
    return target.object;
  }

  #decodeEntry(key: YamlNode, value: YamlNode, target: Target): void {
    const name = this.#decodeKey(key);
    if (name === undefined || target.merged?.has(name)) return;
    target.merged?.add(name);
    setField(target.object, name, this.#decode(value));
  }

  /** A key as text; `undefined` where it has none. */
  #decodeKey(key: YamlNode): string | undefined {
    this.#budget.count();
    if (key.kind === 'alias') return this.#budget.through(key, (target) => this.#decodeKey(target));
    if (key.kind === 'scalar') return this.#keyText(key);
    const tag = key.kind === 'mapping' ? '!!map' : '!!seq';
    if (key.kind === 'sequence' || this.#checkUnique(key))
      this.errors.type(`line ${key.start.line + 1}: cannot unmarshal ${tag} into string`);
    return undefined;
  }

  #keyText(key: ScalarNode): string | undefined {
    const { tag, value } = scalarValue(key, 'kyaml');
    if (value === null) return undefined;
    return tag === '!!binary' ? String(value) : key.value;
  }

  #merge(parent: MappingNode, merge: YamlNode, target: Target): void {
    const merged = target.merged ?? new Set(this.#keysOf(parent));
    for (const item of merge.kind === 'sequence' ? merge.items : [merge])
      this.#mergeOne(item, { object: target.object, merged });
  }

  #keysOf(node: MappingNode): string[] {
    return node.entries.flatMap(({ key }) => {
      const scalar = key.kind === 'alias' ? key.target : key;
      return scalar.kind === 'scalar' ? [scalar.value] : [];
    });
  }

  #mergeOne(value: YamlNode, target: Target): void {
    const mapping = value.kind === 'alias' ? value.target : value;
    if (mapping.kind !== 'mapping')
      throw new YamlProblem('value', 'map merge requires map or sequence of maps as the value', value.start);
    this.#budget.count();
    if (value.kind === 'alias') this.#budget.through(value, () => this.#decodeStringMap(mapping, target));
    else this.#decodeStringMap(mapping, target);
  }

  /** @returns whether no key stands twice; the errors are noted, one for each pair. */
  #checkUnique(node: MappingNode): boolean {
    const before = this.errors.typeErrors;
    const places = new Map<string, YamlNode[]>();
    for (const { key } of node.entries) {
      const identity = `${key.kind} ${keyText(key)}`;
      const known = places.get(identity);
      if (known === undefined) places.set(identity, [key]);
      else known.push(key);
    }
    if (places.size < node.entries.length) this.#noteRepeated(node, places);
    return this.errors.typeErrors === before;
  }

  #noteRepeated(node: MappingNode, places: ReadonlyMap<string, YamlNode[]>): void {
    for (const { key } of node.entries) {
      const same = places.get(`${key.kind} ${keyText(key)}`) ?? [];
      same.shift();
      for (const later of same) {
        if (this.errors.isFull) return;
        const line = later.start.line + 1;
        const first = key.start.line + 1;
        this.errors.type(`line ${line}: mapping key ${goQuote(keyText(key))} already defined at line ${first}`);
      }
    }
  }
}

/** Keys are compared by their text; of collections go-yaml compares nothing but that they are some. */
function keyText(key: YamlNode): string {
  if (key.kind === 'scalar') return key.value;
  return key.kind === 'alias' ? key.name : '';
}

function hasStringKeys(node: MappingNode): boolean {
  return node.entries.every(({ key }) => {
    const target = key.kind === 'alias' ? key.target : key;
    if (target.kind !== 'scalar') return false;
    const tag = scalarTag(target);
    return tag === '!!str' || tag === '!!merge';
  });
}

function isMerge(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.value === '<<' && scalarTag(key) === '!!merge';
}

function describeScalar(node: ScalarNode): string {
  const bytes = new TextEncoder().encode(node.value);
  return `${scalarTag(node)} \`${bytes.length > 10 ? `${firstBytes(node.value, 7)}...` : node.value}\``;
}

/** The first bytes of a text; each byte of a character cut in two is shown as U+FFFD. */
function firstBytes(text: string, count: number): string {
  let shown = '';
  let left = count;
  for (const character of text) {
    const width = new TextEncoder().encode(character).length;
    if (width > left) return shown + '\ufffd'.repeat(left);
    shown += character;
    left -= width;
  }
  return shown;
}
