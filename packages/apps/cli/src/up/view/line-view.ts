import type { Logger } from '../../output/logger.js';
import { allNodes, nodeId, type ProgressNode } from '../progress/progress-node.js';
import type { ProgressView } from './progress-view.js';
import { renderDiagnostics } from './render-diagnostics.js';

/** What was told of an object last; `undefined` when nothing was yet. */
interface Told {
  readonly line: string | undefined;
  readonly wasReady: boolean;
}

interface Line {
  readonly kind: 'success' | 'failure' | 'warning' | 'action' | 'waiting';
  readonly text: string;
}

/** A line for each change that a person would want to know of; for logs and pipes. */
export function createLineView(log: Logger, write: (text: string) => void): ProgressView {
  let seen: ReadonlyMap<string, Told> = new Map();
  return {
    update({ roots }) {
      const next = new Map<string, Told>();
      for (const node of allNodes(roots)) {
        const id = nodeId(node);
        const before = seen.get(id);
        const line = lineFor(node, before);
        const text = line === undefined ? before?.line : [node.state, node.revision, line.text].join('\n');
        next.set(id, { line: text, wasReady: node.state === 'ready' || before?.wasReady === true });
        if (line === undefined || text === before?.line) continue;
        log[line.kind](line.text);
        if (node.state === 'failed') for (const each of renderDiagnostics(node)) write(`  ${each}\n`);
      }
      for (const id of seen.keys()) if (!next.has(id)) log.action(`${id} is no longer there`);
      seen = next;
    },
    note: (text) => write(`${text}\n`),
    close: () => undefined,
  };
}

/** `undefined`: nothing worth a line. */
function lineFor(node: ProgressNode, before: Told | undefined): Line | undefined {
  return node.isFlux ? fluxLine(node) : plainLine(node, before);
}

function fluxLine(node: ProgressNode): Line | undefined {
  const { state, message } = node;
  const text = `${nodeId(node)} ${message === '' ? 'is ready' : message.trimEnd()}`;
  switch (state) {
    case 'ready':
      return { kind: 'success', text };
    case 'failed':
      return { kind: 'failure', text };
    case 'unhandled':
      return { kind: 'warning', text };
    case 'suspended':
      return { kind: 'action', text };
    case 'waiting':
      return { kind: 'waiting', text };
    case 'progressing':
      return undefined;
  }
}

/** What Flux applied is told of only when it fails, or goes after it was ready, and when that is over. */
function plainLine(node: ProgressNode, before: Told | undefined): Line | undefined {
  const id = nodeId(node);
  if (node.state === 'failed') return { kind: 'failure', text: `${id} ${node.message.trimEnd()}` };
  if (node.isMissing && before?.wasReady === true) return { kind: 'waiting', text: `${id} is gone` };
  if (node.state === 'ready' && before?.line !== undefined) return { kind: 'success', text: `${id} is ready` };
  return undefined;
}
