import { type JsonText, parseJsonText } from '../go/json-text.js';
import { unescapeJsonPointerStep } from '../json-pointer.js';
import type { JsonValue } from '../json-value.js';
import { ensurePathExists } from './ensure-path-exists.js';
import {
  addElement,
  getElement,
  isFailure,
  type PatchContainer,
  type PatchRules,
  removeElement,
  type StepFailure,
  setElement,
} from './patch-container.js';
import { patchError } from './patch-error.js';
import { PatchNode } from './patch-node.js';
import { fromOf, operandOf, type PatchOperation, parseOperations, pathOf, type TextField } from './patch-operation.js';
import { type RawJson, rawText, rawValue } from './raw-json.js';

export interface JsonPatchOptions {
  /**
   * Which release line of evanphx/json-patch to agree with: 4 is what kustomize and the Kubernetes API use, 5 is
   * stricter about operations and absent keys. @default 4
   */
  readonly version?: 4 | 5;
  /** Whether `/list/-1` is the last element. @default true */
  readonly negativeIndices?: boolean;
  /** Version 5: removing what is not there succeeds. @default false */
  readonly allowMissingPathOnRemove?: boolean;
  /** Version 5: `add` makes the objects and arrays on its way. @default false */
  readonly ensurePathExistsOnAdd?: boolean;
  /** The most bytes that all `copy` operations of one patch may add. @default 64 MiB */
  readonly copyLimitBytes?: number;
}

/**
 * Applies a JSON Patch (RFC 6902) to a value. Neither argument is changed; the result shares what the patch did not touch.
 *
 * @param operations the patch document: a list of operations.
 * @throws LocatedError `json-patch-syntax`, `json-patch-test-failed` or `json-patch-failed`, in evanphx/json-patch's words.
 */
export function applyJsonPatch(document: JsonValue, operations: JsonValue, options: JsonPatchOptions = {}): JsonValue {
  const rules = rulesOf(options);
  return applyOperations(rawValue(document), parseOperations(rawValue(operations), rules.version), rules).toValue();
}

/**
 * Applies a JSON Patch to a text, keeping the spelling of what it does not touch. Version 4 sorts the keys of objects
 * it looked into, version 5 keeps their order, as their models do.
 *
 * @throws LocatedError as {@link applyJsonPatch}, and `json-syntax` when a text is not JSON.
 */
export function applyJsonPatchText(document: string, patch: string, options: JsonPatchOptions = {}): string {
  const rules = rulesOf(options);
  const operations = parseOperations(rawText(parseText(patch, rules)), rules.version);
  if (document === '') return '';
  const root = rawText(parseText(document, rules));
  // The models tell a list from an object by the very first byte.
  if (root.kind === 'array' && !document.startsWith('[')) throw notAnObject(root, rules);
  return applyOperations(root, operations, rules).toText(rules.version === 4);
}

interface Rules extends PatchRules {
  readonly ensurePathExistsOnAdd: boolean;
  readonly copyLimitBytes: number;
}

function rulesOf({
  version = 4,
  negativeIndices = true,
  allowMissingPathOnRemove = false,
  ensurePathExistsOnAdd = false,
  copyLimitBytes = 64 * 1024 * 1024,
}: JsonPatchOptions): Rules {
  const strict = version === 5;
  return {
    version,
    negativeIndices,
    allowMissingPathOnRemove: strict && allowMissingPathOnRemove,
    ensurePathExistsOnAdd: strict && ensurePathExistsOnAdd,
    copyLimitBytes,
  };
}

/** Version 5 has one message for all that is not JSON. */
function parseText(text: string, { version }: Rules): JsonText {
  try {
    return parseJsonText(text);
  } catch (error) {
    if (version === 4) throw error;
    throw patchError('invalid state detected', 'json-patch-syntax');
  }
}

/** The document under patching: its root may be replaced. */
interface Patching {
  root: PatchContainer;
  copiedBytes: number;
  readonly rules: Rules;
}

function applyOperations(document: RawJson, operations: readonly PatchOperation[], rules: Rules): PatchNode {
  if (document.kind !== 'object' && document.kind !== 'array' && document.kind !== 'null')
    throw notAnObject(document, rules);
  const patching: Patching = { root: rootOf(document), copiedBytes: 0, rules };
  // The document is read in full at its first level, whatever the operations are.
  openRoot(patching.root.node);
  for (const operation of operations) applyOperation(patching, operation);
  if (rules.version === 5 && patching.root.node.isNull && patching.root.whole !== undefined) {
    throw patchError('json: error calling MarshalJSON for type *jsonpatch.partialDoc: invalid value, expected object');
  }
  return patching.root.node;
}

function notAnObject({ kind }: RawJson, { version }: Rules): Error {
  const type = version === 4 ? 'jsonpatch.partialDoc' : 'map[string]*jsonpatch.lazyNode';
  return patchError(`json: cannot unmarshal ${kind} into Go value of type ${type}`);
}

function rootOf(raw: RawJson): PatchContainer {
  return { node: new PatchNode(raw), whole: new PatchNode(raw) };
}

function openRoot(node: PatchNode): void {
  node.openObject();
  node.openArray();
}

function applyOperation(patching: Patching, operation: PatchOperation): void {
  switch (operation.kind) {
    case 'add':
      return add(patching, operation);
    case 'remove':
      return remove(patching, operation);
    case 'replace':
      return replace(patching, operation);
    case 'move':
      return move(patching, operation);
    case 'test':
      return test(patching, operation);
    case 'copy':
      return copy(patching, operation);
    default:
      throw patchError(`Unexpected kind: ${operation.kind}`, 'json-patch-syntax');
  }
}

function add(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const path = requireText(pathOf(operation), 'add operation failed to decode path', 'missing value');
  const value = operandOf(operation);
  if (path === '' && rules.version === 5) {
    if (!value.isArray && value.raw.kind !== 'object' && !value.isNull) throw notAnObject(value.raw, rules);
    patching.root = { node: value, whole: new PatchNode(value.raw) };
    openRoot(value);
    return;
  }
  if (rules.ensurePathExistsOnAdd) ensurePathExists(patching.root, path, rules);
  const place = findPlace(patching, path);
  if (place === undefined)
    throw patchError(`add operation does not apply: doc is missing path: "${path}": missing value`);
  requireDone(addElement(place.container, place.key, value, rules), `error in add for path: '${path}'`);
}

function remove(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const path = requireText(pathOf(operation), 'remove operation failed to decode path', 'missing value');
  const place = findPlace(patching, path);
  if (place === undefined) {
    if (rules.allowMissingPathOnRemove) return;
    throw patchError(`remove operation does not apply: doc is missing path: "${path}": missing value`);
  }
  requireDone(removeElement(place.container, place.key, rules), `error in remove for path: '${path}'`);
}

function replace(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const path = requireText(pathOf(operation), 'replace operation failed to decode path');
  const value = operandOf(operation);
  if (path === '') return replaceRoot(patching, value);
  const place = findPlace(patching, path);
  if (place === undefined)
    throw patchError(`replace operation does not apply: doc is missing path: ${path}: missing value`);
  if (isFailure(getElement(place.container, place.key, rules))) {
    throw patchError(`replace operation does not apply: doc is missing key: ${path}: missing value`);
  }
  requireDone(setElement(place.container, place.key, value, rules), `error in remove for path: '${path}'`);
}

function replaceRoot(patching: Patching, value: PatchNode): void {
  const nullIsList = patching.rules.version === 5 && value.isNull;
  if (!value.isArray && value.raw.kind !== 'object' && !nullIsList) {
    throw patchError('replace operation value must be object or array: %!w(<nil>)');
  }
  openRoot(value);
  patching.root = { node: value };
}

function move(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const from = requireText(fromOf(operation), 'move operation failed to decode from');
  if (rules.version === 5 && from === '') {
    throw patchError('unable to move entire document to another path: invalid state detected');
  }
  const source = findPlace(patching, from);
  if (source === undefined)
    throw patchError(`move operation does not apply: doc is missing from path: ${from}: missing value`);
  const value = requireElement(
    getElement(source.container, source.key, rules),
    `error in move for path: '${source.key}'`,
  );
  requireDone(removeElement(source.container, source.key, rules), `error in move for path: '${source.key}'`);
  const path = requireText(pathOf(operation), 'move operation failed to decode path');
  const target = findPlace(patching, path);
  if (target === undefined) {
    throw patchError(`move operation does not apply: doc is missing destination path: ${path}: missing value`);
  }
  requireDone(addElement(target.container, target.key, value, rules), `error in move for path: '${path}'`);
}

function test(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const path = requireText(pathOf(operation), 'test operation failed to decode path');
  const wanted = operandOf(operation);
  if (path === '') return requireEqual(patching.root.node, wanted, path, rules);
  const place = findPlace(patching, path);
  if (place === undefined) throw patchError(`test operation does not apply: is missing path: ${path}: missing value`);
  const found = getElement(place.container, place.key, rules);
  if (isFailure(found) && found.missing !== true)
    throw patchError(`error in test for path: '${path}': ${found.failure}`);
  requireEqual(found === undefined || isFailure(found) ? undefined : found, wanted, path, rules);
}

function requireEqual(found: PatchNode | undefined, wanted: PatchNode, path: string, { version }: Rules): void {
  const same = version === 4 ? sameText : sameTextOrString;
  const equal = found === undefined || found.isNull ? wanted.isNull : found.equals(wanted, same);
  if (!equal) throw patchError(`testing value ${path} failed: test failed`, 'json-patch-test-failed');
}

function sameText(a: RawJson, b: RawJson): boolean {
  return a.sameScalar(b);
}

/** Version 5 compares strings by what they say, not by how they are escaped. */
function sameTextOrString(a: RawJson, b: RawJson): boolean {
  return a.kind === 'string' ? a.value() === b.value() : a.sameScalar(b);
}

function copy(patching: Patching, operation: PatchOperation): void {
  const { rules } = patching;
  const from = requireText(fromOf(operation), 'copy operation failed to decode from');
  const source = findPlace(patching, from);
  if (source === undefined) {
    const shown = rules.version === 4 ? from : `"${from}"`;
    throw patchError(`copy operation does not apply: doc is missing from path: ${shown}: missing value`);
  }
  const value = requireElement(getElement(source.container, source.key, rules), `error in copy for from: '${from}'`);
  const path = requireText(pathOf(operation), 'copy operation failed to decode path', 'missing value');
  const target = findPlace(patching, path);
  if (target === undefined) {
    throw patchError(`copy operation does not apply: doc is missing destination path: ${path}: missing value`);
  }
  countCopy(patching, value);
  requireDone(addElement(target.container, target.key, value.clone(), rules), 'error while adding value during copy');
}

function countCopy(patching: Patching, value: PatchNode): void {
  patching.copiedBytes += value.toText(false).length;
  const { copyLimitBytes } = patching.rules;
  if (patching.copiedBytes <= copyLimitBytes) return;
  throw patchError(
    `Unable to complete the copy, the accumulated size increase of copy is ${patching.copiedBytes}, exceeding the limit ${copyLimitBytes}`,
  );
}

/** The container that holds the last step of `path`, and that step; `undefined` when the way there does not exist. */
function findPlace({ root, rules }: Patching, path: string): { container: PatchContainer; key: string } | undefined {
  const steps = path.split('/');
  if (steps.length < 2) return path === '' && rules.version === 5 ? { container: root, key: '' } : undefined;
  const last = steps.length - 1;
  let container = root;
  for (const step of steps.slice(1, last)) {
    const next = getElement(container, unescapeJsonPointerStep(step), rules);
    if (next === undefined || isFailure(next)) return undefined;
    if (next.openArray() === undefined && next.openObject() === undefined) return undefined;
    container = { node: next };
  }
  return { container, key: unescapeJsonPointerStep(steps[last] ?? '') };
}

function requireText(field: TextField, context: string, instead?: string): string {
  if ('failure' in field) throw patchError(`${context}: ${instead ?? field.failure}`, 'json-patch-syntax');
  return field.text;
}

function requireElement(outcome: PatchNode | StepFailure | undefined, context: string): PatchNode {
  if (isFailure(outcome)) throw patchError(`${context}: ${outcome.failure}`);
  return outcome ?? new PatchNode(rawValue(null));
}

function requireDone(outcome: StepFailure | undefined, context: string): void {
  if (outcome !== undefined) throw patchError(`${context}: ${outcome.failure}`);
}
