import type { CommandContext } from '../../cli/command.js';
import { ExitError } from '../../cli/command.js';
import type { UpOutput } from '../up-options.js';
import { renderElapsed } from '../view/render-elapsed.js';
import type { ProgressReport } from './follow-progress.js';
import { allNodes, nodeId, type ProgressNode, type ProgressState } from './progress-node.js';
import { renderResult } from './render-result.js';

export interface ResultOptions {
  readonly report: ProgressReport;
  readonly durationMs: number;
  /** Something was still at work when time was up. */
  readonly timedOut: boolean;
  readonly output: UpOutput;
}

/**
 * Tells how a single pass ended.
 *
 * @throws ExitError 1 when something is not ready.
 */
export function reportResult(
  { report, durationMs, timedOut, output }: ResultOptions,
  { io, log }: Pick<CommandContext, 'io' | 'log'>,
): void {
  const { roots, settlement } = report;
  const nodes = allNodes(roots);
  if (output === 'json') io.stdout(`${JSON.stringify(renderResult({ roots, settlement, durationMs }), null, 2)}\n`);
  if (settlement.kind === 'ready') {
    return log.success(`${count(nodes.length)} ready in ${renderElapsed(durationMs)}`);
  }
  const unready = CAUSES_FIRST.flatMap((state) => nodes.filter((node) => node.state === state));
  log.failure(
    `${timedOut ? `timed out after ${renderElapsed(durationMs)}: ` : ''}${count(unready.length)} not ready: ${listNames(unready)}`,
  );
  throw new ExitError('', 1);
}

/** What keeps others waiting is named before those. */
const CAUSES_FIRST: readonly ProgressState[] = ['failed', 'unhandled', 'progressing', 'waiting'];

function count(number: number): string {
  return number === 1 ? '1 object is' : `${number} objects are`;
}

const MOST_NAMES = 10;

function listNames(nodes: readonly ProgressNode[]): string {
  const names = nodes.slice(0, MOST_NAMES).map(nodeId);
  const more = nodes.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
