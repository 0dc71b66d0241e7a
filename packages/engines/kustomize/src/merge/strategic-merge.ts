import { field, fieldIndex, fieldNames, setField } from '../node/fields.js';
import { hasContent, hasValue, textOf } from '../node/node-state.js';
import { requireKind } from '../node/require-kind.js';
import { NO_NOTES, type NodeKind, type NodeNotes, scalarNode, style, tag, type YamlNode } from '../node/yaml-node.js';
import type { BuildSchema } from '../schema/build-schema.js';
import type { ObjectSchema } from '../schema/object-schema.js';
import { mergeAssociativeList } from './merge-list.js';
import { directedSide, takeDirective } from './patch-directive.js';

/** What a merge goes by. */
export interface MergeContext {
  /** Says which lists merge; without it none does. */
  readonly schema: BuildSchema | undefined;
  /** Whether items that only the patch has come before those of the object (as kustomize has it) or after. */
  readonly prepend: boolean;
  /** Explicit nulls of the object, which stay although a null of the patch removes its field. */
  readonly keptNulls: WeakSet<YamlNode>;
  /** How many items may still be looked at: merging lists by their keys grows with the square of their lengths. */
  readonly budget: { comparisons: number };
}

const MAX_COMPARISONS = 100_000_000;

/** The two sides of a merge. `base` is the object; it, and where it lacks something the patch, become the result. */
export interface MergePair {
  readonly base: YamlNode | undefined;
  readonly patch: YamlNode | undefined;
}

/**
 * Merges a patch into an object, in place: fields merge, null removes, scalars and most lists replace, and lists with merge
 * keys in the schema merge item by item. The parts of the patch become parts of the result.
 *
 * @returns the result, `undefined` when the patch deletes the object.
 */
export function strategicMerge(base: YamlNode, patch: YamlNode, schema: BuildSchema | undefined): YamlNode | undefined {
  return mergeNodes({ base, patch }, undefined, newContext(schema, true));
}

/** Merges `patch` into `base` without a schema, as values of charts are merged. */
export function plainMerge(base: YamlNode, patch: YamlNode): YamlNode | undefined {
  return mergeNodes({ base, patch }, undefined, newContext(undefined, false));
}

function newContext(schema: BuildSchema | undefined, prepend: boolean): MergeContext {
  return { schema, prepend, keptNulls: new WeakSet(), budget: { comparisons: MAX_COMPARISONS } };
}

/** One step of the walk. */
export function mergeNodes(
  pair: MergePair,
  known: ObjectSchema | undefined,
  context: MergeContext,
): YamlNode | undefined {
  const schema = known ?? schemaOfPair(pair, context);
  switch (kindOfPair(pair)) {
    case 'mapping':
      requireBoth(pair, 'mapping');
      return mergeMappings(pair, schema, context);
    case 'none':
      return mergeMappings(pair, schema, context);
    case 'sequence':
      requireBoth(pair, 'sequence');
      if (schema?.mergeKeys !== undefined) return mergeAssociativeList(pair, schema, context);
      return replaceNode(pair);
    case 'scalar':
      requireBoth(pair, 'scalar');
      return replaceNode(pair);
  }
}

function kindOfPair({ base, patch }: MergePair): NodeKind {
  if (hasValue(base)) return base.kind;
  return hasValue(patch) ? patch.kind : 'none';
}

function requireBoth({ base, patch }: MergePair, kind: NodeKind): void {
  requireKind(base, kind);
  requireKind(patch, kind);
}

/** An object inside an object has a schema of its own when it says what it is, and nobody else does. */
function schemaOfPair({ base, patch }: MergePair, { schema }: MergeContext): ObjectSchema | undefined {
  for (const node of [base, patch]) {
    if (schema === undefined || !hasValue(node)) continue;
    const kind = contentText(node, 'kind');
    const apiVersion = contentText(node, 'apiVersion');
    const found = kind === '' || apiVersion === '' ? undefined : schema.schemaFor(apiVersion, kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

function contentText(node: YamlNode, name: string): string {
  const found = field(node, name);
  return hasContent(found) ? textOf(found) : '';
}

function replaceNode({ base, patch }: MergePair): YamlNode | undefined {
  takeStyle({ base, patch });
  return patch ?? base;
}

/** A collection takes on the comments of what is merged into it, an empty one its style too. */
export function takeStyle({ base, patch }: MergePair): void {
  if (base === undefined || patch === undefined || base.kind === 'scalar') return;
  if (base.items.length === 0) base.style = patch.style;
  if (patch.notes !== undefined) takeComments(base, patch.notes);
}

function takeComments(base: YamlNode, { head, line, foot }: NodeNotes): void {
  const own = base.notes ?? NO_NOTES;
  base.notes = { ...own, head: head || own.head, line: line || own.line, foot: foot || own.foot };
}

function mergeMappings(pair: MergePair, schema: ObjectSchema | undefined, context: MergeContext): YamlNode | undefined {
  takeStyle(pair);
  const base = chooseMapping(pair, context);
  if (base === undefined) return undefined;
  const names = new Set([...fieldNames(base), ...fieldNames(pair.patch)]);
  for (const name of [...names].sort()) {
    const values: MergePair = { base: field(base, name), patch: field(pair.patch, name) };
    const merged = mergeNodes(values, schema?.field(name), context);
    const keyStyle = merged !== undefined && merged === values.patch ? styleOfKey(pair.patch, name) : style.plain;
    setField(base, name, merged, { keyStyle, keepNull: merged !== undefined && context.keptNulls.has(merged) });
  }
  return base;
}

function styleOfKey(node: YamlNode | undefined, name: string): number {
  const key = node?.keys[fieldIndex(node, name)];
  return typeof key === 'object' ? key.style : style.plain;
}

/** The mapping that becomes the result: the object's, the patch's where it is new or replaces, none where it is deleted. */
function chooseMapping({ base, patch }: MergePair, context: MergeContext): YamlNode | undefined {
  if (!hasValue(base)) return addMapping(base, patch, context);
  return directedSide(base, patch);
}

function addMapping(
  base: YamlNode | undefined,
  patch: YamlNode | undefined,
  context: MergeContext,
): YamlNode | undefined {
  if (hasValue(patch) && takeDirectiveOrNone(patch) === 'delete') return undefined;
  if (patch === undefined && base !== undefined && base.value !== '') {
    const kept = scalarNode(base.value, tag.null);
    context.keptNulls.add(kept);
    return kept;
  }
  return patch;
}

/** Where nothing is there to be patched, a directive that nobody knows is no error yet. */
function takeDirectiveOrNone(patch: YamlNode): string {
  try {
    return takeDirective(patch);
  } catch {
    return 'none';
  }
}
