import { allNodes, nodeId, type ProgressNode, type ProgressState } from './progress-node.js';

/** Since when an object is on its way, and how long the last way took. */
export interface NodeTimer {
  readonly state: ProgressState;
  /** When it was first seen, or was last ready. */
  readonly startedMs: number;
  /** How long it took to become ready; absent while it is not. */
  readonly tookMs?: number;
}

/** Timers by the id of the node. */
export type NodeTimers = ReadonlyMap<string, NodeTimer>;

/** The timers after the trees have become as they are. */
export function advanceTimers(timers: NodeTimers, roots: readonly ProgressNode[], nowMs: number): NodeTimers {
  return new Map(allNodes(roots).map((node) => [nodeId(node), advance(timers.get(nodeId(node)), node.state, nowMs)]));
}

function advance(timer: NodeTimer | undefined, state: ProgressState, nowMs: number): NodeTimer {
  if (timer === undefined)
    return state === 'ready' ? { state, startedMs: nowMs, tookMs: 0 } : { state, startedMs: nowMs };
  if (timer.state === state) return timer;
  if (state === 'ready') return { state, startedMs: timer.startedMs, tookMs: nowMs - timer.startedMs };
  return timer.state === 'ready' ? { state, startedMs: nowMs } : { state, startedMs: timer.startedMs };
}
