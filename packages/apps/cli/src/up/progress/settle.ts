import { allNodes, type ProgressNode } from './progress-node.js';

/** Whether there is anything left to wait for. */
export type Settlement =
  | { readonly kind: 'ready' }
  /** At least one object is still at work. */
  | { readonly kind: 'working' }
  /** Nothing is at work, and these objects are not ready. */
  | { readonly kind: 'stuck'; readonly nodes: readonly ProgressNode[] };

/** Judges the trees as a whole. Without any object nothing has begun yet. */
export function settlementOf(roots: readonly ProgressNode[]): Settlement {
  const nodes = allNodes(roots);
  if (nodes.length === 0 || nodes.some(({ state }) => state === 'progressing')) return { kind: 'working' };
  const unready = nodes.filter(({ state }) => state !== 'ready' && state !== 'suspended');
  return unready.length === 0 ? { kind: 'ready' } : { kind: 'stuck', nodes: unready };
}
