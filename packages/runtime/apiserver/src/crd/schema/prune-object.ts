import { isJsonObject } from '@gotk/json';
import type { DraftFields, DraftValue } from '../../drafts/draft.js';
import type { SchemaNode } from './schema-node.js';

const META_FIELDS = ['apiVersion', 'kind', 'metadata'];

/**
 * Removes from a private value the fields that its schema does not know.
 *
 * @param isRoot whether the value is a whole object, whose type and metadata are not the schema's business.
 * @returns the paths of the removed fields.
 */
export function pruneObject(value: DraftValue, node: SchemaNode, isRoot: boolean): readonly string[] {
  const removed: string[] = [];
  prune(value, { ...placeOf(node, { path: '' }), embedded: isRoot }, removed);
  return removed.sort();
}

interface Place {
  readonly node: SchemaNode | undefined;
  readonly path: string;
  readonly embedded: boolean;
  /** Unknown fields stay. */
  readonly keepsAll: boolean;
}

function prune(value: DraftValue, { node, path, embedded, keepsAll }: Place, removed: string[]): void {
  if (Array.isArray(value)) {
    // What is in a list of anything is anything.
    if (keepsAll && node?.items === undefined) return;
    for (const [index, item] of value.entries())
      prune(item, placeOf(node?.items, { path: `${path}[${index}]`, keepsAll }), removed);
  } else if (isJsonObject(value)) pruneFields(value as DraftFields, { node, path, embedded, keepsAll }, removed);
}

function pruneFields(value: DraftFields, { node, path, embedded, keepsAll }: Place, removed: string[]): void {
  const { properties, additionalProperties } = node ?? {};
  for (const field of Object.keys(value)) {
    if (embedded && META_FIELDS.includes(field)) continue;
    const at = path === '' ? field : `${path}.${field}`;
    const item = value[field] ?? null;
    if (properties !== undefined && Object.hasOwn(properties, field))
      prune(item, placeOf(properties[field], { path: at }), removed);
    else if (typeof additionalProperties === 'object')
      prune(item, placeOf(additionalProperties, { path: at }), removed);
    else if (additionalProperties === true) prune(item, placeOf(undefined, { path: at }), removed);
    else if (!keepsAll) {
      delete value[field];
      removed.push(at);
    }
  }
}

function placeOf(
  node: SchemaNode | undefined,
  { path, keepsAll = false }: { readonly path: string; readonly keepsAll?: boolean },
): Place {
  const preserves = node?.['x-kubernetes-preserve-unknown-fields'] === true;
  const embedded = node?.['x-kubernetes-embedded-resource'] === true;
  return { node, path, embedded, keepsAll: keepsAll || preserves };
}
