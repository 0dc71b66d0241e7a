import type { NodeTimers } from '../progress/advance-timers.js';
import { nodeId, type ProgressNode, type ProgressState } from '../progress/progress-node.js';
import type { Paint } from './paint.js';
import { renderDiagnostic } from './render-diagnostic.js';
import { renderElapsed } from './render-elapsed.js';

export interface TreeLinesOptions {
  readonly timers: NodeTimers;
  readonly nowMs: number;
  readonly paint: Paint;
  /** Width of the screen; longer lines are cut. */
  readonly columns: number;
  /** Height of the screen; what is well is folded up first, then the rest is cut. */
  readonly rows: number;
}

/** The trees as lines, as many as fit. */
export function renderTreeLines(roots: readonly ProgressNode[], options: TreeLinesOptions): readonly string[] {
  const full = layOut(roots, { ...options, folded: false });
  if (full.length <= options.rows) return full;
  const folded = layOut(roots, { ...options, folded: true });
  if (folded.length <= options.rows) return folded;
  const hidden = folded.length - options.rows + 1;
  return [...folded.slice(0, options.rows - 1), options.paint.faint(`… ${hidden} more lines`)];
}

interface Layout extends TreeLinesOptions {
  /** Objects that are well are counted instead of shown. */
  readonly folded: boolean;
}

function layOut(roots: readonly ProgressNode[], layout: Layout): readonly string[] {
  return roots.flatMap((root) => [
    ...nodeLines(root, { head: '', below: '' }, layout),
    ...childLines(root, '', layout),
  ]);
}

interface Indent {
  /** Before the node itself. */
  readonly head: string;
  /** Before whatever follows below it. */
  readonly below: string;
}

function childLines({ children }: ProgressNode, indent: string, layout: Layout): readonly string[] {
  const shown = layout.folded ? children.filter((child) => child.isFlux || child.state !== 'ready') : children;
  const count = children.length - shown.length;
  const lines = shown.flatMap((child, index) => {
    const isLast = index === shown.length - 1 && count === 0;
    const inner = { head: `${indent}${isLast ? '└── ' : '├── '}`, below: `${indent}${isLast ? '    ' : '│   '}` };
    return [...nodeLines(child, inner, layout), ...childLines(child, inner.below, layout)];
  });
  if (count === 0) return lines;
  return [...lines, layout.paint.faint(`${indent}└── ${count} ${count === 1 ? 'object' : 'objects'} ready`)];
}

function nodeLines(node: ProgressNode, { head, below }: Indent, layout: Layout): readonly string[] {
  const { paint, columns } = layout;
  const line = [glyphOf(node.state), nodeId(node), node.revision, timeOf(node, layout), shownMessage(node)];
  const text = cut(`${head}${line.filter((part) => part !== '').join('  ')}`, columns);
  const diagnostics = node.diagnostics.flatMap((diagnostic) => renderDiagnostic(diagnostic, node.message));
  return [
    paintLine(text, node.state, paint),
    ...diagnostics.map((each) => paint.faint(cut(`${below}    ${each}`, columns))),
  ];
}

const GLYPHS: Readonly<Record<ProgressState, string>> = {
  ready: '✔',
  progressing: '◎',
  waiting: '◌',
  failed: '✗',
  suspended: '‖',
  unhandled: '?',
};

function glyphOf(state: ProgressState): string {
  return GLYPHS[state];
}

function timeOf(node: ProgressNode, { timers, nowMs }: Layout): string {
  const timer = timers.get(nodeId(node));
  if (timer === undefined || node.state === 'suspended' || node.state === 'unhandled') return '';
  if (node.state === 'ready')
    return timer.tookMs === undefined || timer.tookMs === 0 ? '' : renderElapsed(timer.tookMs);
  return renderElapsed(nowMs - timer.startedMs);
}

/** What is ready needs no words. */
function shownMessage({ state, message }: ProgressNode): string {
  return state === 'ready' ? '' : (message.split('\n')[0] ?? '');
}

function paintLine(text: string, state: ProgressState, paint: Paint): string {
  switch (state) {
    case 'ready':
      return text.replace(GLYPHS.ready, paint.good(GLYPHS.ready));
    case 'failed':
    case 'unhandled':
      return text.replace(GLYPHS[state], paint.bad(GLYPHS[state]));
    case 'progressing':
      return text.replace(GLYPHS.progressing, paint.busy(GLYPHS.progressing));
    default:
      return paint.faint(text);
  }
}

function cut(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
