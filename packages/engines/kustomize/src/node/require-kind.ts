import { hasValue } from './node-state.js';
import { renderNode } from './render-node.js';
import type { NodeKind, YamlNode } from './yaml-node.js';

const KIND_NAMES: Readonly<Record<NodeKind, string>> = {
  scalar: 'ScalarNode',
  mapping: 'MappingNode',
  sequence: 'SequenceNode',
  none: '',
};

/** A node stands where an edit needs one of another kind. */
export class WrongKindError extends Error {
  readonly found: NodeKind;

  constructor(expected: NodeKind, node: YamlNode) {
    super(
      `wrong node kind: expected ${KIND_NAMES[expected]} but got ${KIND_NAMES[node.kind]}: node contents:\n${renderNode(node)}`,
    );
    this.name = 'WrongKindError';
    this.found = node.kind;
  }
}

/**
 * Lets absent and null nodes pass: they may become anything.
 * @throws WrongKindError when `node` is of another kind.
 */
export function requireKind(node: YamlNode | undefined, kind: NodeKind): void {
  if (hasValue(node) && node.kind !== kind) throw new WrongKindError(kind, node);
}
