import { unescapeJsonPointerStep } from '../json-pointer.js';
import {
  addElement,
  getElement,
  isFailure,
  nullNode,
  type PatchContainer,
  type PatchRules,
  parseIndex,
} from './patch-container.js';
import { patchError } from './patch-error.js';
import { PatchNode } from './patch-node.js';
import { rawValue } from './raw-json.js';

/** Upstream fills a list up to any index asked for; beyond this one a patch is refused. */
const MAX_FILL = 10_000;

/**
 * Makes the objects and lists that `path` passes through. A step before a number or `-` becomes a list, filled with null
 * up to that number; any other becomes an object.
 */
export function ensurePathExists(root: PatchContainer, path: string, rules: PatchRules): void {
  const steps = path.split('/').slice(1);
  let container = root;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    const target = getElement(container, unescapeJsonPointerStep(step), rules);
    const found = target === undefined || isFailure(target) || target.isNull ? undefined : target;
    const next = found ?? makeStep(container, step, steps[index + 1] ?? '', rules);
    if (next.openArray() === undefined && next.openObject() === undefined) throw patchError('invalid state detected');
    container = { node: next };
  }
}

function makeStep(container: PatchContainer, step: string, following: string, rules: PatchRules): PatchNode {
  fillWithNull(container, step, rules);
  const position = following === '-' ? 0 : parseIndex(following);
  const made = new PatchNode(rawValue(typeof position === 'number' ? [] : {}));
  // As upstream, a step that cannot be added is left for the operation itself to complain about.
  addElement(container, step, made, rules);
  if (typeof position === 'number') fillTo({ node: made }, fillLength(position, rules), rules);
  return made;
}

/** A list that ends before `step` is extended with null. */
function fillWithNull(container: PatchContainer, step: string, rules: PatchRules): void {
  const items = container.node.openArray();
  const position = parseIndex(step);
  if (items !== undefined && typeof position === 'number' && position > items.length)
    fillTo(container, position, rules);
}

function fillTo(container: PatchContainer, length: number, rules: PatchRules): void {
  if (length > MAX_FILL) throw patchError(`Unable to access invalid index: ${length}: invalid index referenced`);
  for (let index = container.node.openArray()?.length ?? 0; index < length; index++) {
    addElement(container, String(index), nullNode(), rules);
  }
}

function fillLength(position: number, rules: PatchRules): number {
  if (position >= 0) return position;
  if (!rules.negativeIndices) {
    throw patchError(`Unable to ensure path for invalid index: ${position}: invalid index referenced`);
  }
  if (position < -1) {
    throw patchError(`Unable to ensure path for negative index other than -1: ${position}: invalid index referenced`);
  }
  return 0;
}
