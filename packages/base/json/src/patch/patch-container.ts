import { goQuote } from '../go/go-quote.js';
import { PatchNode } from './patch-node.js';
import { rawValue } from './raw-json.js';

/** How a library in evanphx's line behaves. */
export interface PatchRules {
  readonly version: 4 | 5;
  readonly negativeIndices: boolean;
  readonly allowMissingPathOnRemove: boolean;
}

/** Why a step failed; `missing` marks what version 5 forgives in `test`. */
export interface StepFailure {
  readonly failure: string;
  readonly missing?: boolean;
}

/** An object or array that an operation changes. `whole` is what version 5 returns for the empty key of the document itself. */
export interface PatchContainer {
  readonly node: PatchNode;
  readonly whole?: PatchNode | undefined;
}

const NULL_OBJECT: StepFailure = { failure: 'invalid value, expected object' };

/** Whether a step failed. */
export function isFailure(outcome: PatchNode | StepFailure | undefined): outcome is StepFailure {
  return outcome !== undefined && 'failure' in outcome;
}

/** The element `key` of the container; `undefined` where it has none and the rules do not mind. */
export function getElement(
  container: PatchContainer,
  key: string,
  rules: PatchRules,
): PatchNode | StepFailure | undefined {
  if (rules.version === 5 && key === '') return container.whole;
  const items = container.node.openArray();
  if (items === undefined) return getMember(container.node, key, rules);
  const index = existingIndex(key, items.length, rules);
  return typeof index === 'number' ? items[index] : index;
}

function getMember(node: PatchNode, key: string, rules: PatchRules): PatchNode | StepFailure | undefined {
  const members = node.openObject();
  if (rules.version === 4) return members?.get(key);
  if (members === undefined) return NULL_OBJECT;
  return members.get(key) ?? { failure: `unable to get nonexistent key: ${key}: missing value`, missing: true };
}

/** Puts `value` at `key`: in an array it goes before the element that is there. */
export function addElement(
  container: PatchContainer,
  key: string,
  value: PatchNode,
  rules: PatchRules,
): StepFailure | undefined {
  const items = container.node.openArray();
  if (items === undefined) return setMember(container.node, key, value);
  if (key === '-') {
    items.push(value);
    return undefined;
  }
  const index = parseIndex(key);
  if (typeof index !== 'number') return { failure: `value was not a proper array index: '${key}': ${index.failure}` };
  if (index > items.length) return invalidIndex(index);
  const position = fromEnd(index, items.length + 1, rules);
  if (typeof position !== 'number') return position;
  items.splice(position, 0, value);
  return undefined;
}

/** Puts `value` in the place of the element at `key`. */
export function setElement(
  container: PatchContainer,
  key: string,
  value: PatchNode,
  rules: PatchRules,
): StepFailure | undefined {
  const items = container.node.openArray();
  if (items === undefined) return setMember(container.node, key, value);
  const index = existingIndex(key, items.length, rules);
  if (typeof index !== 'number') return index;
  items[index] = value;
  return undefined;
}

function setMember(node: PatchNode, key: string, value: PatchNode): StepFailure | undefined {
  const members = node.openObject();
  if (members === undefined) return NULL_OBJECT;
  members.set(key, value);
  return undefined;
}

/** Takes the element at `key` out. */
export function removeElement(container: PatchContainer, key: string, rules: PatchRules): StepFailure | undefined {
  const items = container.node.openArray();
  if (items !== undefined) return removeItem(items, key, rules);
  const members = container.node.openObject();
  if (members === undefined && rules.version === 5) return NULL_OBJECT;
  if (members?.delete(key) === true || rules.allowMissingPathOnRemove) return undefined;
  const unable = rules.version === 4 ? 'Unable' : 'unable';
  return { failure: `${unable} to remove nonexistent key: ${key}: missing value` };
}

function removeItem(items: PatchNode[], key: string, rules: PatchRules): StepFailure | undefined {
  const index = parseIndex(key);
  if (typeof index !== 'number') return index;
  const missing = index >= items.length || (rules.negativeIndices && index < -items.length);
  if (missing && rules.allowMissingPathOnRemove) return undefined;
  const position = existingIndex(key, items.length, rules);
  if (typeof position !== 'number') return position;
  items.splice(position, 1);
  return undefined;
}

function existingIndex(key: string, length: number, rules: PatchRules): number | StepFailure {
  const index = parseIndex(key);
  if (typeof index !== 'number') return index;
  return index >= length ? invalidIndex(index) : fromEnd(index, length, rules);
}

function fromEnd(index: number, length: number, rules: PatchRules): number | StepFailure {
  if (index >= 0) return index;
  return !rules.negativeIndices || index < -length ? invalidIndex(index) : index + length;
}

function invalidIndex(index: number): StepFailure {
  return { failure: `Unable to access invalid index: ${index}: invalid index referenced` };
}

/** `text` as Go's strconv.Atoi reads it. */
export function parseIndex(text: string): number | StepFailure {
  if (!/^[+-]?[0-9]+$/.test(text)) return { failure: `strconv.Atoi: parsing ${goQuote(text)}: invalid syntax` };
  const index = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, index) !== index) {
    return { failure: `strconv.Atoi: parsing ${goQuote(text)}: value out of range` };
  }
  // Beyond the safe integers the exact number only matters in the message, and no array is that long.
  return Number(index);
}

/** A node that holds null. */
export function nullNode(): PatchNode {
  return new PatchNode(rawValue(null));
}
