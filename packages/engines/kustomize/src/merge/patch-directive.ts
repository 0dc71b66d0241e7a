import { matchElementWithField, removeElements } from '../node/elements.js';
import { removeField, requireField } from '../node/fields.js';
import { isNull } from '../node/node-state.js';
import { renderNode } from '../node/render-node.js';
import type { YamlNode } from '../node/yaml-node.js';

/** What a part of a patch does to what it meets. */
export type PatchDirective = 'merge' | 'replace' | 'delete';

const KEY = '$patch';

/** The side that becomes the result, as the patch says; none where it is deleted. */
export function directedSide(base: YamlNode, patch: YamlNode | undefined): YamlNode | undefined {
  if (isNull(patch)) return undefined;
  switch (takeDirective(patch)) {
    case 'delete':
      return undefined;
    case 'replace':
      return patch;
    case 'merge':
      return base;
  }
}

/**
 * Reads the `$patch` directive of a mapping or list and takes it out.
 * @throws when it is not one of those that exist.
 */
export function takeDirective(patch: YamlNode | undefined): PatchDirective {
  if (patch === undefined) return 'merge';
  if (patch.kind === 'mapping') return takeFromMapping(patch);
  if (patch.kind === 'sequence') return takeFromSequence(patch);
  throw new Error(`no implemented strategic merge patch strategy for '${patch.tag}' ('${renderNode(patch)}')`);
}

function takeFromMapping(patch: YamlNode): PatchDirective {
  const value = requireField(patch, KEY);
  if (value === undefined) return 'merge';
  const directive = parseDirective(value.value);
  removeField(patch, KEY);
  return directive;
}

/** A list's directive is an item of its own; in an item with other fields it is that item's. */
function takeFromSequence(patch: YamlNode): PatchDirective {
  const item = matchElementWithField(patch, KEY);
  const value = item === undefined || item.keys.length > 1 ? undefined : requireField(item, KEY);
  if (value === undefined) return 'merge';
  const directive = parseDirective(value.value);
  removeElements(patch, [KEY], [value.value]);
  return directive;
}

function parseDirective(text: string): PatchDirective {
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw new Error(`unknown patch strategy '${text}'`);
}
