import type { CommandContext } from '../../cli/command.js';
import type { UpOptions } from '../up-options.js';
import { createJsonLinesView } from './json-view.js';
import { createLineView } from './line-view.js';
import { createLiveView } from './live-view.js';
import { noPaint } from './paint.js';
import type { ProgressView } from './progress-view.js';
import { terminalPaint } from './terminal-paint.js';

const silentView: ProgressView = { update: () => undefined, note: () => undefined, close: () => undefined };

/** A tree on a terminal, lines elsewhere, JSON when asked for; a single pass in JSON shows only its end. */
export function chooseView(
  { output, once }: Pick<UpOptions, 'output' | 'once'>,
  { io, log }: Pick<CommandContext, 'io' | 'log'>,
): ProgressView {
  if (output === 'json') return once ? silentView : createJsonLinesView(io.stdout);
  if (!io.isTerminal) return createLineView(log, io.stderr);
  const paint = (io.env['NO_COLOR'] ?? '') === '' ? terminalPaint : noPaint;
  return createLiveView({ write: io.stderr, columns: io.columns, rows: io.rows, paint });
}
