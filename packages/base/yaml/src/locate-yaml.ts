import { parseText } from './parse/parse-text.js';
import type { YamlNode } from './parse/yaml-node.js';
import { type Mark, YamlProblem } from './scan/problem.js';

/** A place in a text; both numbers are 1-based. */
export interface YamlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The place of the field at `path` in the first document of `text`: of its key where it is a field of a mapping, of the value
 * where it is an item of a list or the document itself. Where the path leads to nothing, the place of the last step that exists.
 * `undefined` when `text` cannot be read.
 */
export function locateYaml(text: string, path: readonly (string | number)[]): YamlPosition | undefined {
  const root = findRoot(text);
  if (root === undefined) return undefined;
  let node = root;
  let mark: Mark = root.start;
  for (const step of path) {
    const next = stepInto(node, step);
    if (next === undefined) break;
    ({ node, mark } = next);
  }
  return { line: mark.line + 1, column: mark.column + 1 };
}

function findRoot(text: string): YamlNode | undefined {
  try {
    return parseText(text, false)?.root;
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

function stepInto(node: YamlNode, step: string | number): { readonly node: YamlNode; readonly mark: Mark } | undefined {
  if (node.kind === 'alias') return node.target.kind === 'alias' ? undefined : stepInto(node.target, step);
  if (node.kind === 'sequence') {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { node: item, mark: item.start };
  }
  if (node.kind !== 'mapping') return undefined;
  const name = String(step);
  const entry = node.entries.findLast(({ key }) => key.kind === 'scalar' && key.value === name);
  return entry === undefined ? undefined : { node: entry.value, mark: entry.key.start };
}
