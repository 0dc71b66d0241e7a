import { goTypeName, isJsonObject, type JsonValue } from '@gotk/json';
import { checkYamlMapping, type ExactValue, parseYamlNodes } from '@gotk/yaml';
import { rewordError } from '../errors/wrap-error.js';
import { fromJson } from '../node/from-json.js';
import { nodeValue } from '../node/node-value.js';
import { renderNode } from '../node/render-node.js';
import { kindText } from '../resource/type-fields.js';
import type { ReadNode } from './read-nodes.js';
import { isObject } from './read-objects.js';

/**
 * Puts the items of lists (`DeploymentList`, or `List` among other documents) in place of them: behind all other objects,
 * and in turn opened where they are lists.
 */
export function expandLists(objects: readonly ReadNode[], file: string): readonly ReadNode[] {
  const expanded: ReadNode[] = [];
  const pending = [...objects];
  for (let index = 0; index < pending.length; index++) {
    const object = pending[index];
    if (object === undefined) continue;
    const kind = kindText(object.node);
    const items = kind.endsWith('List') ? itemsOf(object, kind, file) : undefined;
    if (items === undefined) expanded.push(object);
    else pending.push(...items);
  }
  return expanded;
}

/** @returns `undefined` where the object has no items, and so is no list. */
function itemsOf(object: ReadNode, kind: string, file: string): readonly ReadNode[] | undefined {
  const items = listField(object, kind);
  if (items === undefined) return undefined;
  if (items === null) return [];
  if (!Array.isArray(items)) throw new Error(`expected array in ${kind}/items, but found ${typeName(items)}`);
  return items.map((item: ExactValue) => ({ ...object, node: fromJson(item) })).filter((item) => isObject(item, file));
}

/** A number that no double holds is unsigned. */
function typeName(value: ExactValue): string {
  return typeof value === 'bigint' ? 'uint64' : goTypeName(value as JsonValue);
}

function listField({ node, text }: ReadNode, kind: string): ExactValue | undefined {
  try {
    const value = nodeValue(node);
    return isJsonObject(value) && Object.hasOwn(value, 'items') ? value['items'] : undefined;
  } catch (error) {
    const problem = problemIn(text) ?? (error instanceof Error ? error.message : String(error));
    const details = `received error ${problem} for the following resource:\n${renderNode(node)}`;
    throw rewordError(error, () => `trouble expanding list of ${kind}; ${details}`);
  }
}

/** The problem with the lines of the document itself. */
function problemIn(text: string | undefined): string | undefined {
  try {
    if (text !== undefined) checkYamlMapping(parseYamlNodes(text));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}
