import { jsonPathError } from '../json-path-error.js';
import type { ArrayRange, JsonPathNode } from '../parse/json-path-node.js';
import { compareValues } from './compare-values.js';
import { NumberLiteral } from './number-literal.js';
import { asList, asObject, childrenOf, type NumberRules, type PathValue, typeNameOf } from './path-value.js';
import { describeValue } from './render-results.js';

type Results = readonly PathValue[];

export interface EvaluatorOptions extends NumberRules {
  readonly allowMissingKeys: boolean;
  /** How many values may be looked at in all. */
  readonly maxSteps: number;
}

/** Runs one template on one value. Ranges make it stateful: one evaluator, one run. */
export class JsonPathEvaluator {
  readonly #nodes: readonly JsonPathNode[];
  readonly #options: EvaluatorOptions;
  #steps = 0;
  #beginsRange = 0;
  #openRanges = 0;
  #endsRange = 0;
  /** The index of the `{end}` met last. */
  #lastEnd = -1;

  constructor(nodes: readonly JsonPathNode[], options: EvaluatorOptions) {
    this.#nodes = nodes;
    this.#options = options;
  }

  /** The results of each part of the template in turn, those within a range once for each of its values. */
  find(data: PathValue): readonly Results[] {
    return this.#findFrom(0, data);
  }

  #findFrom(start: number, data: PathValue): readonly Results[] {
    const found: Results[] = [];
    for (let index = start; index < this.#nodes.length; index++) {
      const node = this.#nodes[index];
      if (node === undefined) break;
      const results = this.#walk([data], node);
      if (this.#endsRange > 0 && this.#endsRange <= this.#openRanges) {
        this.#endsRange--;
        this.#lastEnd = index;
        break;
      }
      if (this.#beginsRange === 0) {
        found.push(results);
        continue;
      }
      this.#beginsRange--;
      found.push(...this.#repeat(results, index + 1));
      if (this.#lastEnd > index) index = this.#lastEnd;
    }
    return found;
  }

  /** The body of a range, once for each value. Over nothing it is still run, its results dropped, to find its end. */
  #repeat(values: Results, bodyStart: number): readonly Results[] {
    this.#openRanges++;
    const found = values.flatMap((value) => this.#findFrom(bodyStart, value ?? undefined));
    if (values.length === 0) this.#findFrom(bodyStart, undefined);
    this.#openRanges--;
    return found;
  }

  #walk(values: Results, node: JsonPathNode): Results {
    this.#count(values.length);
    switch (node.kind) {
      case 'list':
        return this.#walkList(values, node.nodes);
      case 'text':
        return [node.text];
      case 'field':
        return this.#walkField(values, node.name);
      case 'array':
        return this.#walkArray(values, node.range);
      case 'union':
        return node.alternatives.flatMap((alternative) => this.#walkList(values, alternative.nodes));
      case 'filter':
        return this.#walkFilter(values, node);
      case 'number':
        return values.map(() => new NumberLiteral(node.type, node.value));
      case 'bool':
        return values.map(() => node.value);
      case 'identifier':
        return this.#walkIdentifier(values, node.name);
      case 'wildcard':
        return values.flatMap(childrenOf);
      case 'recursive':
        return this.#descend(values);
    }
  }

  #count(steps: number): void {
    this.#steps += steps + 1;
    if (this.#steps > this.#options.maxSteps) throw jsonPathError('json-path', 'template looks at too many values');
  }

  #walkList(values: Results, nodes: readonly JsonPathNode[]): Results {
    return nodes.reduce((present, node) => this.#walk(present, node), values);
  }

  #walkIdentifier(values: Results, name: string): Results {
    if (name === 'range') {
      this.#beginsRange++;
      return values;
    }
    if (name !== 'end') throw jsonPathError('json-path', `unrecognized identifier ${name}`);
    if (this.#openRanges === 0) throw jsonPathError('json-path', 'not in range, nothing to end');
    this.#endsRange++;
    return [];
  }

  #walkField(values: Results, name: string): Results {
    const results: PathValue[] = [];
    for (const value of values) {
      const object = asObject(value);
      const member = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
      if (member !== undefined) results.push(member);
    }
    if (results.length === 0 && values.length > 0 && !this.#options.allowMissingKeys) {
      throw jsonPathError('json-path', `${name} is not found`);
    }
    return results;
  }

  #walkArray(values: Results, range: ArrayRange): Results {
    const results: PathValue[] = [];
    for (const value of values) {
      if (value === null) continue;
      const list = asList(value);
      if (list === undefined)
        throw jsonPathError('json-path', `${typeNameOf(value, this.#options)} is not array or slice`);
      const slice = sliceOf(list, range);
      // A range of no elements ends the step, whatever other values there are.
      if (slice === undefined) break;
      results.push(...slice);
    }
    return results;
  }

  #walkFilter(values: Results, filter: Extract<JsonPathNode, { kind: 'filter' }>): Results {
    return values.flatMap((value) => {
      const list = asList(value);
      if (list !== undefined) return list.filter((item) => this.#passes(item, filter));
      const shown = describeValue(value, this.#options);
      throw jsonPathError('json-path', `${shown} is not array or slice and cannot be filtered`);
    });
  }

  #passes(item: PathValue, filter: Extract<JsonPathNode, { kind: 'filter' }>): boolean {
    if (filter.operator === 'exists') return this.#exists(item, filter.left.nodes);
    const lefts = this.#walkList([item], filter.left.nodes);
    if (lefts.length === 0) return false;
    requireOne(lefts);
    const rights = this.#walkList([item], filter.right.nodes);
    if (rights.length === 0) return false;
    requireOne(rights);
    return compareValues(lefts[0], filter.operator, rights[0], this.#options);
  }

  /** Whether the path leads anywhere. Why it does not is no matter. */
  #exists(item: PathValue, nodes: readonly JsonPathNode[]): boolean {
    let present: Results = [item];
    try {
      for (const node of nodes) present = this.#walk(present, node);
      return present.length > 0;
    } catch (error) {
      if (this.#steps > this.#options.maxSteps) throw error;
      return false;
    }
  }

  /** All values beneath that have something beneath them, themselves included. */
  #descend(values: Results): Results {
    const results: PathValue[] = [];
    const waiting = Array.from(values).reverse();
    while (waiting.length > 0) {
      const value = waiting.pop();
      const children = childrenOf(value);
      this.#count(children.length);
      if (children.length === 0) continue;
      results.push(value);
      for (let index = children.length - 1; index >= 0; index--) waiting.push(children[index]);
    }
    return results;
  }
}

function requireOne(values: Results): void {
  if (values.length > 1) throw jsonPathError('json-path', 'can only compare one element at a time');
}

/** The elements in the range; `undefined` when it asks for none. */
function sliceOf(list: Results, range: ArrayRange): Results | undefined {
  const { length } = list;
  const start = fromEnd(range.start ?? 0, length);
  const end = endOf(range, length);
  if (start === end) return undefined;
  if (start >= length || start < 0) throw outOfBounds(start, length);
  if (end > length || end < 0) throw outOfBounds(end - 1, length);
  if (start > end) {
    throw jsonPathError('json-path', `starting index ${start} is greater than ending index ${end}`);
  }
  const { step = 1 } = range;
  if (step <= 0) throw jsonPathError('json-path', 'step must be > 0');
  return list.slice(start, end).filter((_, index) => index % step === 0);
}

function fromEnd(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

function endOf({ end, endIsDerived }: ArrayRange, length: number): number {
  if (end === undefined) return length;
  return end < 0 || (end === 0 && endIsDerived) ? end + length : end;
}

function outOfBounds(index: number, length: number): Error {
  return jsonPathError('json-path', `array index out of bounds: index ${index}, length ${length}`);
}
