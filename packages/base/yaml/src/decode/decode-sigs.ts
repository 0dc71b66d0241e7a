import type { MappingEntry, MappingNode, SequenceNode, YamlNode } from '../parse/yaml-node.js';
import { type ExactValue, GoFloat } from '../resolve/exact-value.js';
import { renderGoFloat32 } from '../resolve/go-float.js';
import { YamlProblem } from '../scan/problem.js';
import { AliasBudget } from './alias-budget.js';
import { DecodeErrors } from './decode-errors.js';
import { goSyntax } from './go-syntax.js';
import { JsonFormErrors } from './json-form-errors.js';
import { type ScalarValue, scalarValue } from './scalar-value.js';
import { setField } from './set-field.js';

export interface DecodeSigsOptions {
  /** Whether a key that stands twice in a mapping is an error. */
  readonly strict: boolean;
  /** Whether floats come out as {@link GoFloat}. */
  readonly keepFloats?: boolean;
}

/** A map under construction, and its keys where they must be unique. */
interface Target {
  readonly object: Record<string, ExactValue>;
  readonly keys: Set<string> | undefined;
}

/**
 * Turns nodes into a value as sigs.k8s.io/yaml does on its way to JSON: keys of any scalar type become strings, merge keys are
 * applied where they stand.
 *
 * @throws YamlProblem
 */
export function decodeSigs(root: YamlNode, options: DecodeSigsOptions): ExactValue {
  const decoder = new SigsDecoder(options);
  const value = decoder.decode(root);
  decoder.errors.checkTypes();
  decoder.forms.check(value);
  return value;
}

class SigsDecoder {
  readonly errors = new DecodeErrors();
  readonly forms = new JsonFormErrors();
  readonly #budget = new AliasBudget();

  constructor(readonly options: DecodeSigsOptions) {}

  decode(node: YamlNode): ExactValue {
    this.#budget.count();
    switch (node.kind) {
      case 'alias':
        return this.#budget.through(node, (target) => this.decode(target));
      case 'scalar':
        return this.#jsonScalar(scalarValue(node, 'sigs'));
      case 'sequence':
        return this.#decodeSequence(node);
      case 'mapping': {
        const target = this.#newTarget();
        this.#decodeMapping(node, target);
        return target.object;
      }
    }
  }

  #decodeSequence(node: SequenceNode): ExactValue {
    return node.items.map((item) => this.decode(item));
  }

  #jsonScalar({ tag, value }: ScalarValue): ExactValue {
    if (tag !== '!!float') return value;
    const number = Number(value);
    if (!Number.isFinite(number)) this.forms.number();
    return this.options.keepFloats === true ? (new GoFloat(number) as unknown as ExactValue) : number;
  }

  #newTarget(): Target {
    return { object: {}, keys: this.options.strict ? new Set() : undefined };
  }

  #decodeMapping(node: MappingNode, target: Target): void {
    for (const entry of node.entries) {
      if (isMerge(entry.key)) this.#merge(entry.value, target);
      else this.#decodeEntry(entry, target);
    }
  }

  #decodeEntry({ key, value }: MappingEntry, target: Target): void {
    const typedKey = this.#decodeKey(key);
    const name = keyName(typedKey);
    const decoded = this.decode(value);
    if (target.keys !== undefined && !this.#isFirst(typedKey, target.keys)) {
      this.errors.type(`line ${value.start.line + 1}: key ${goSyntax(key, 'sigs')} already set in map`);
      return;
    }
    if (name !== undefined) setField(target.object, name, decoded);
    else
      this.forms.key(
        target.object,
        String(typedKey.value),
        () => `unsupported map key of type: ${unsupportedKey(key, value)}`,
      );
  }

  #isFirst({ value }: ScalarValue, keys: Set<string>): boolean {
    const identity = `${typeof value} ${String(value)}`;
    if (keys.has(identity)) return false;
    keys.add(identity);
    return true;
  }

  #decodeKey(key: YamlNode): ScalarValue {
    this.#budget.count();
    if (key.kind === 'alias') return this.#budget.through(key, (target) => this.#decodeKey(target));
    if (key.kind === 'scalar') return scalarValue(key, 'sigs');
    this.decode(key);
    throw new YamlProblem('value', `invalid map key: ${goSyntax(key, 'sigs')}`, key.start);
  }

  /** Puts the fields of one or more mappings in; of several the first wins, and all of them over what stands there. */
  #merge(value: YamlNode, target: Target): void {
    if (value.kind === 'sequence') for (const item of value.items.toReversed()) this.#mergeOne(item, target);
    else this.#mergeOne(value, target);
  }

  #mergeOne(value: YamlNode, target: Target): void {
    const mapping = value.kind === 'alias' ? value.target : value;
    if (mapping.kind !== 'mapping')
      throw new YamlProblem('value', 'map merge requires map or sequence of maps as the value', value.start);
    this.#budget.count();
    if (value.kind === 'alias') this.#budget.through(value, () => this.#decodeMapping(mapping, target));
    else this.#decodeMapping(mapping, target);
  }
}

/** Whether a key is the merge key `<<`. */
function isMerge(key: YamlNode): boolean {
  if (key.kind !== 'scalar' || key.value !== '<<') return false;
  return (key.tag === '' && key.style === 'plain') || key.tag === '!' || key.tag === 'tag:yaml.org,2002:merge';
}

const MAX_INT64 = 2n ** 63n - 1n;

/** A key as a JSON key; `undefined` for null and for integers beyond int64. */
function keyName({ tag, value }: ScalarValue): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || (typeof value === 'bigint' && value > MAX_INT64)) return undefined;
  if (tag !== '!!float') return String(value);
  const text = renderGoFloat32(Number(value));
  return text === 'NaN' ? '.nan' : text.replace(/^\+?(-?)Inf$/, '$1.inf');
}

function unsupportedKey(key: YamlNode, value: YamlNode): string {
  const syntax = goSyntax(key, 'sigs');
  const type = syntax === '<nil>' ? '%!s(<nil>)' : 'uint64';
  return `${type}, key: ${syntax}, value: ${goSyntax(value, 'sigs')}`;
}
