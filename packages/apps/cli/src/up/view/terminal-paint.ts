import picocolors from 'picocolors';
import type { Paint } from './paint.js';

const colors = picocolors.createColors(true);

/** Colours of a terminal. */
export const terminalPaint: Paint = {
  good: colors.green,
  bad: colors.red,
  busy: colors.cyan,
  faint: colors.dim,
  strong: colors.bold,
};
