import { allNodes, type ProgressNode } from '../progress/progress-node.js';

/** How much of a tree is folded up, in the order in which it is tried on a screen that is too small. */
export const FOLDS = ['nothing', 'objects', 'ready trees', 'all that is ready', 'all but causes'] as const;

/** What a smaller tree shows. */
export interface Fold {
  /** The children that are shown, and how many objects are only counted. */
  childrenOf(node: ProgressNode): { readonly shown: readonly ProgressNode[]; readonly hidden: number };
  /** What stands beside a node whose tree is folded up into it; empty where it is not. */
  noteOf(node: ProgressNode): string;
  /** How many lines a message may take. */
  readonly messageLines: number;
}

/** Folds up what is well: applied objects first, then the trees of Flux objects, then these. */
export function createFold(kind: (typeof FOLDS)[number], roots: readonly ProgressNode[]): Fold {
  const level = FOLDS.indexOf(kind);
  const well = wellNodes(roots);
  const isFolded = (child: ProgressNode): boolean =>
    level >= 3 ? well.has(child) : level >= 1 && !child.isFlux && child.state === 'ready';
  return {
    messageLines: level >= 4 ? 2 : 6,
    childrenOf(node) {
      if (level >= 2 && well.has(node)) return { shown: [], hidden: 0 };
      const shown = node.children.filter((child) => !isFolded(child));
      return { shown, hidden: allNodes(node.children.filter(isFolded)).length };
    },
    noteOf(node) {
      const inside = level >= 2 && well.has(node) ? allNodes(node.children).length : 0;
      return inside === 0 ? '' : `${inside} ${inside === 1 ? 'object' : 'objects'} ready`;
    },
  };
}

/** Those that are ready with everything below them. */
function wellNodes(roots: readonly ProgressNode[]): ReadonlySet<ProgressNode> {
  const well = new Set<ProgressNode>();
  // Parents stand before their children.
  for (const node of allNodes(roots).toReversed())
    if (node.state === 'ready' && node.children.every((child) => well.has(child))) well.add(node);
  return well;
}
