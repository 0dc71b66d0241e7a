import type { Logger } from '../../output/logger.js';
import { allNodes, nodeId, type ProgressNode } from '../progress/progress-node.js';
import type { ProgressView } from './progress-view.js';
import { renderDiagnostic } from './render-diagnostic.js';

/** A line for each change of an object of Flux; for logs and pipes. */
export function createLineView(log: Logger, write: (text: string) => void): ProgressView {
  let shown: ReadonlyMap<string, string> = new Map();
  return {
    update({ roots }) {
      const nodes = allNodes(roots).filter(isTold);
      const next = new Map(nodes.map((node) => [nodeId(node), signatureOf(node)]));
      for (const node of nodes) if (shown.get(nodeId(node)) !== signatureOf(node)) tell(node, log, write);
      for (const id of shown.keys()) if (!next.has(id)) log.action(`${id} deleted`);
      shown = next;
    },
    note: (text) => write(`${text}\n`),
    close: () => undefined,
  };
}

/** Objects of Flux tell for themselves; others only when they have failed. */
function isTold({ isFlux, state, message }: ProgressNode): boolean {
  return isFlux ? message !== '' || state !== 'progressing' : state === 'failed';
}

function signatureOf({ state, revision, message }: ProgressNode): string {
  return [state, revision, message].join('\n');
}

function tell(node: ProgressNode, log: Logger, write: (text: string) => void): void {
  const text = `${nodeId(node)} ${node.message === '' ? 'is ready' : node.message.trimEnd()}`;
  switch (node.state) {
    case 'ready':
      return log.success(text);
    case 'failed':
      log.failure(text);
      for (const diagnostic of node.diagnostics) {
        for (const line of renderDiagnostic(diagnostic)) write(`  ${line}\n`);
      }
      return;
    case 'unhandled':
      return log.warning(text);
    case 'suspended':
      return log.action(text);
    default:
      return log.waiting(text);
  }
}
