import { LocatedError } from '@gotk/located-error';
import { type JsonText, parseJsonText } from '../go/json-text.js';
import { jsonEqual } from '../json-equal.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.js';
import { PatchNode } from './patch-node.js';
import { type RawJson, rawText, rawValue } from './raw-json.js';

/**
 * Applies a JSON merge patch (RFC 7386) to a value as evanphx/json-patch v4 does. Neither argument is changed; the
 * result shares what the patch did not touch.
 *
 * Where it differs from the RFC: neither a null document nor a scalar patch is accepted, and objects within lists that
 * are put in place of something else lose their null members.
 *
 * @throws LocatedError `merge-patch-document` or `merge-patch-syntax`.
 */
export function applyMergePatch(document: JsonValue, patch: JsonValue): JsonValue {
  return applyPatch(rawValue(document), rawValue(patch)).toValue();
}

/**
 * Applies a JSON merge patch to a text. The keys of objects that were looked into come out sorted.
 * @throws LocatedError as {@link applyMergePatch}.
 */
export function applyMergePatchText(document: string, patch: string): string {
  return applyPatch(rawText(parse(document, invalidDocument)), rawText(parse(patch, invalidPatch))).toText(true);
}

function parse(text: string, invalid: () => LocatedError): JsonText {
  try {
    return parseJsonText(text);
  } catch {
    throw invalid();
  }
}

function invalidDocument(): LocatedError {
  return new LocatedError({ code: 'merge-patch-document', message: 'Invalid JSON Document' });
}

function invalidPatch(): LocatedError {
  return new LocatedError({ code: 'merge-patch-syntax', message: 'Invalid JSON Patch' });
}

function applyPatch(document: RawJson, patch: RawJson): PatchNode {
  if (document.kind === 'null') throw invalidDocument();
  if (patch.kind !== 'object' && patch.kind !== 'array') throw invalidPatch();
  const target = new PatchNode(document);
  const change = new PatchNode(patch);
  if (target.openObject() !== undefined && change.openObject() !== undefined) mergeMembers(target, change);
  else {
    pruneNulls(change);
    return change;
  }
  return target;
}

function mergeMembers(target: PatchNode, change: PatchNode): void {
  const members = target.openObject();
  const changes = change.openObject();
  if (members === undefined || changes === undefined) return;
  for (const [key, value] of changes) {
    const present = members.get(key);
    if (value.isNull) members.delete(key);
    else if (present === undefined || present.isNull) members.set(key, withoutNulls(value));
    else members.set(key, mergeMember(present, value));
  }
}

function mergeMember(present: PatchNode, change: PatchNode): PatchNode {
  if (present.openObject() === undefined) return withoutNulls(change);
  if (change.openObject() === undefined) return change;
  mergeMembers(present, change);
  return present;
}

function withoutNulls(node: PatchNode): PatchNode {
  pruneNulls(node);
  return node;
}

function pruneNulls(node: PatchNode): void {
  const members = node.openObject();
  for (const [key, member] of members ?? []) {
    if (member.isNull) members?.delete(key);
    else pruneNulls(member);
  }
  for (const item of node.openArray() ?? []) pruneNulls(item);
}

/** The merge patch that makes `modified` of `original`: lists are replaced whole, what is gone is null. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue;
    const change = changeOf(Object.hasOwn(original, key) ? original[key] : undefined, value);
    if (change !== undefined) patch.push([key, change]);
  }
  for (const [key, value] of Object.entries(original)) {
    if (value !== undefined && !isPresent(modified, key)) patch.push([key, null]);
  }
  return Object.fromEntries(patch);
}

function isPresent(object: JsonObject, key: string): boolean {
  return Object.hasOwn(object, key) && object[key] !== undefined;
}

function changeOf(before: JsonValue | undefined, after: JsonValue): JsonValue | undefined {
  if (before === undefined) return after;
  if (isJsonObject(before) && isJsonObject(after)) {
    const nested = createMergePatch(before, after);
    return Object.keys(nested).length === 0 ? undefined : nested;
  }
  return jsonEqual(before, after) ? undefined : after;
}

/**
 * The merge patch of kubectl's client-side apply: additions and changes are those from `current` to `modified`,
 * deletions those from `original` (the last applied) to `modified`.
 */
export function createThreeWayMergePatch(states: {
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly current: JsonObject;
}): JsonObject {
  const changes = keepChanges(createMergePatch(states.current, states.modified));
  const deletions = keepDeletions(createMergePatch(states.original, states.modified));
  return requireObject(applyMergePatch(deletions, changes));
}

function requireObject(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw invalidPatch();
  return value;
}

/** The patch without its deletions. An empty object stands for itself, one that only held deletions disappears. */
function keepChanges(patch: JsonObject): JsonObject {
  return filterMembers(patch, (value) => {
    if (value === null) return undefined;
    if (!isJsonObject(value) || Object.keys(value).length === 0) return value;
    return nonEmpty(keepChanges(value));
  });
}

function keepDeletions(patch: JsonObject): JsonObject {
  return filterMembers(patch, (value) => {
    if (value === null) return null;
    return isJsonObject(value) ? nonEmpty(keepDeletions(value)) : undefined;
  });
}

function filterMembers(patch: JsonObject, keep: (value: JsonValue) => JsonValue | undefined): JsonObject {
  const kept: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(patch)) {
    const change = value === undefined ? undefined : keep(value);
    if (change !== undefined) kept.push([key, change]);
  }
  return Object.fromEntries(kept);
}

function nonEmpty(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
