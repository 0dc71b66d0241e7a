import type { JsonObject } from '@gotk/json';
import { allNodes, nodeId, type ProgressNode } from '../progress/progress-node.js';
import type { ProgressView } from './progress-view.js';

/** A line of JSON for each change of an object of Flux. */
export function createJsonLinesView(write: (text: string) => void): ProgressView {
  let shown: ReadonlyMap<string, string> = new Map();
  return {
    update({ roots, nowMs }) {
      const nodes = allNodes(roots).filter(({ isFlux }) => isFlux);
      const next = new Map(nodes.map((node) => [nodeId(node), JSON.stringify(toJsonNode(node))]));
      for (const node of nodes) {
        if (shown.get(nodeId(node)) === next.get(nodeId(node))) continue;
        write(`${JSON.stringify({ time: new Date(nowMs).toISOString(), ...toJsonNode(node) })}\n`);
      }
      shown = next;
    },
    note: () => undefined,
    close: () => undefined,
  };
}

/** A node for programs, without what stands below it. */
export function toJsonNode({ kind, namespace, name, state, revision, message, diagnostics }: ProgressNode): JsonObject {
  return {
    kind,
    ...(namespace === '' ? {} : { namespace }),
    name,
    state,
    ...(revision === '' ? {} : { revision }),
    ...(message === '' ? {} : { message }),
    ...(diagnostics.length === 0 ? {} : { diagnostics: diagnostics.map((each) => ({ ...each })) }),
  };
}
