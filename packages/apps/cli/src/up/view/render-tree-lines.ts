import type { NodeTimers } from '../progress/advance-timers.js';
import { nodeId, type ProgressNode, type ProgressState } from '../progress/progress-node.js';
import { createFold, FOLDS, type Fold } from './fold-tree.js';
import type { Paint } from './paint.js';
import { renderDiagnostics } from './render-diagnostics.js';
import { renderElapsed } from './render-elapsed.js';
import { cutText, wrapText } from './wrap-text.js';

export interface TreeLinesOptions {
  readonly timers: NodeTimers;
  readonly nowMs: number;
  readonly paint: Paint;
  /** Width of the screen; longer lines are cut, or wrapped where they tell of a failure. */
  readonly columns: number;
  /** Height of the screen; what is well is folded up first, then the rest is cut. */
  readonly rows: number;
  /** Everything is told, in as many lines as it takes; what is well is folded up when it would not fit. */
  readonly whole?: boolean;
}

/** The trees as lines, as many as fit: what is well makes room for what is not. */
export function renderTreeLines(roots: readonly ProgressNode[], options: TreeLinesOptions): readonly string[] {
  const folds = options.whole === true ? FOLDS.slice(0, 2) : FOLDS;
  let lines: readonly string[] = [];
  for (const kind of folds) {
    lines = layOut(roots, { ...options, fold: createFold(kind, roots) });
    if (lines.length <= options.rows) return lines;
  }
  if (options.whole === true) return lines;
  const hidden = lines.length - options.rows + 1;
  return [...lines.slice(0, options.rows - 1), options.paint.faint(`… ${hidden} more lines`)];
}

interface Layout extends TreeLinesOptions {
  readonly fold: Fold;
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

function childLines(node: ProgressNode, indent: string, layout: Layout): readonly string[] {
  const { shown, hidden } = layout.fold.childrenOf(node);
  const lines = shown.flatMap((child, index) => {
    const isLast = index === shown.length - 1 && hidden === 0;
    const inner = { head: `${indent}${isLast ? '└── ' : '├── '}`, below: `${indent}${isLast ? '    ' : '│   '}` };
    return [...nodeLines(child, inner, layout), ...childLines(child, inner.below, layout)];
  });
  if (hidden === 0) return lines;
  return [...lines, layout.paint.faint(`${indent}└── ${hidden} ${hidden === 1 ? 'object' : 'objects'} ready`)];
}

/** The node, and below it why it failed. */
function nodeLines(node: ProgressNode, { head, below }: Indent, layout: Layout): readonly string[] {
  const { paint, columns, fold } = layout;
  const parts = [glyphOf(node.state), nodeId(node), node.revision, timeOf(node, layout), fold.noteOf(node)];
  const line = `${head}${parts.filter((part) => part !== '').join('  ')}`;
  const message = shownMessage(node);
  const whole = message === '' ? line : `${line}  ${message}`;
  const isWrapped = node.state === 'failed' && [...whole].length > columns;
  const { shown, hidden } = fold.childrenOf(node);
  const indent = `${below}${shown.length + hidden > 0 ? '│   ' : '    '}`;
  const most = layout.whole === true ? Number.MAX_SAFE_INTEGER : fold.messageLines;
  const wrap = (text: string): readonly string[] =>
    wrapText(text, { columns: columns - [...indent].length, lines: most }).map((each) => `${indent}${each}`);
  return [
    paintLine(cutText(isWrapped ? line : whole, columns), node.state, paint),
    ...(isWrapped ? wrap(message) : []),
    ...renderDiagnostics(node).flatMap(wrap).map(paint.faint),
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

/** What is ready needs no words; of a failure its first paragraph, whatever else there is (such as Helm's log) being in its events. */
function shownMessage({ state, message }: ProgressNode): string {
  return state === 'ready' ? '' : (message.split('\n\n')[0] ?? '').replace(/\s+/g, ' ').trim();
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
