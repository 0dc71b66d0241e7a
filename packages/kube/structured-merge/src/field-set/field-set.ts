import { comparePathElements, type FieldPath, fieldElement, type PathElement } from './path-element.js';

/** One step in a set: whether the path up to here is a member, and the members below it. */
export interface FieldNode {
  readonly element: PathElement;
  readonly member: boolean;
  readonly children: FieldSet;
}

/** A set of field paths. Immutable; made by {@link fieldSetOf}, {@link parseFieldSet} or a {@link FieldSetBuilder}. */
export interface FieldSet {
  /** By `element.id`. Nodes without members in or below them may occur and count for nothing. */
  readonly nodes: ReadonlyMap<string, FieldNode>;
}

/** No paths. */
export const emptyFieldSet: FieldSet = { nodes: new Map() };

interface MutableNode {
  readonly element: PathElement;
  member: boolean;
  children: MutableSet | typeof emptyFieldSet;
}

interface MutableSet {
  readonly nodes: Map<string, MutableNode>;
}

/** Collects paths; {@link FieldSetBuilder.set} is the set so far. */
export interface FieldSetBuilder {
  readonly set: FieldSet;
  insert(path: FieldPath): void;
}

/** A builder of a set, empty at first. */
export function fieldSetBuilder(): FieldSetBuilder {
  const root: MutableSet = { nodes: new Map() };
  return { set: root as FieldSet, insert: (path) => insertPath(root, path) };
}

function insertPath(root: MutableSet, path: FieldPath): void {
  let set = root;
  for (const [index, element] of path.entries()) {
    let node = set.nodes.get(element.id);
    if (node === undefined) {
      node = { element, member: false, children: emptyFieldSet };
      set.nodes.set(element.id, node);
    }
    if (index === path.length - 1) {
      node.member = true;
      return;
    }
    if (node.children === emptyFieldSet) node.children = { nodes: new Map() };
    set = node.children as MutableSet;
  }
}

/** A set of these paths; a path of texts names fields. */
export function fieldSetOf(...paths: readonly (readonly (string | PathElement)[])[]): FieldSet {
  const builder = fieldSetBuilder();
  for (const path of paths) builder.insert(path.map((step) => (typeof step === 'string' ? fieldElement(step) : step)));
  return builder.set;
}

/** Whether no path is a member. */
export function isEmptyFieldSet(set: FieldSet): boolean {
  for (const node of set.nodes.values()) if (node.member || !isEmptyFieldSet(node.children)) return false;
  return true;
}

/** Whether this path is a member. */
export function hasPath(set: FieldSet, path: FieldPath): boolean {
  let current = set;
  for (const [index, element] of path.entries()) {
    const node = current.nodes.get(element.id);
    if (node === undefined) return false;
    if (index === path.length - 1) return node.member;
    current = node.children;
  }
  return false;
}

/** The paths in either. */
export function unionSets(a: FieldSet, b: FieldSet): FieldSet {
  if (a.nodes.size === 0) return b;
  if (b.nodes.size === 0) return a;
  const nodes = new Map(a.nodes);
  for (const [id, node] of b.nodes) {
    const other = nodes.get(id);
    nodes.set(
      id,
      other === undefined
        ? node
        : {
            element: node.element,
            member: node.member || other.member,
            children: unionSets(other.children, node.children),
          },
    );
  }
  return { nodes };
}

/** The paths in both. */
export function intersectSets(a: FieldSet, b: FieldSet): FieldSet {
  const nodes = new Map<string, FieldNode>();
  for (const [id, node] of a.nodes) {
    const other = b.nodes.get(id);
    if (other === undefined) continue;
    const children = intersectSets(node.children, other.children);
    const member = node.member && other.member;
    if (member || children.nodes.size > 0) nodes.set(id, { element: node.element, member, children });
  }
  return { nodes };
}

/** The paths of `a` that are not in `b`; what lies below a path of `b` stays. */
export function subtractSet(a: FieldSet, b: FieldSet): FieldSet {
  if (b.nodes.size === 0) return a;
  const nodes = new Map<string, FieldNode>();
  for (const [id, node] of a.nodes) {
    const other = b.nodes.get(id);
    const kept = other === undefined ? node : subtractNode(node, other, subtractSet(node.children, other.children));
    if (kept !== undefined) nodes.set(id, kept);
  }
  return { nodes };
}

/** The paths of `a` that are neither in `b` nor below a path of `b`. */
export function subtractSetRecursively(a: FieldSet, b: FieldSet): FieldSet {
  if (b.nodes.size === 0) return a;
  const nodes = new Map<string, FieldNode>();
  for (const [id, node] of a.nodes) {
    const other = b.nodes.get(id);
    if (other?.member === true) continue;
    const kept =
      other === undefined ? node : subtractNode(node, other, subtractSetRecursively(node.children, other.children));
    if (kept !== undefined) nodes.set(id, kept);
  }
  return { nodes };
}

function subtractNode(node: FieldNode, other: FieldNode, children: FieldSet): FieldNode | undefined {
  const member = node.member && !other.member;
  return member || children.nodes.size > 0 ? { element: node.element, member, children } : undefined;
}

/** Whether both hold the same paths. */
export function fieldSetsEqual(a: FieldSet, b: FieldSet): boolean {
  return isEmptyFieldSet(subtractSet(a, b)) && isEmptyFieldSet(subtractSet(b, a));
}

/** Every member path: the members of a level in order, then what lies below each of its nodes. */
export function* pathsOf(set: FieldSet, prefix: FieldPath = []): Generator<FieldPath> {
  const nodes = sortedNodes(set);
  for (const node of nodes) if (node.member) yield [...prefix, node.element];
  for (const node of nodes) yield* pathsOf(node.children, [...prefix, node.element]);
}

/** The nodes in the order of structured-merge-diff. */
export function sortedNodes(set: FieldSet): readonly FieldNode[] {
  return [...set.nodes.values()].sort((a, b) => comparePathElements(a.element, b.element));
}
