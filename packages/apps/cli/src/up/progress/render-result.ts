import type { JsonObject } from '@gotk/json';
import { toJsonNode } from '../view/json-view.js';
import { allNodes, type ProgressNode } from './progress-node.js';
import type { Settlement } from './settle.js';

/** What a result is rendered from. */
export interface ResultFacts {
  readonly roots: readonly ProgressNode[];
  readonly settlement: Settlement;
  readonly durationMs: number;
}

/** The end of `--once` for programs: whether all is well, and every object. */
export function renderResult({ roots, settlement, durationMs }: ResultFacts): JsonObject {
  return {
    ready: settlement.kind === 'ready',
    durationMs,
    objects: allNodes(roots).map(toJsonNode),
  };
}
