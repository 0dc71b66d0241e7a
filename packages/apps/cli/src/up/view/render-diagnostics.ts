import type { Diagnostic } from '@gotk/flux-types';
import { renderLocation, type SourceLocation } from '@gotk/located-error';
import type { ProgressNode } from '../progress/progress-node.js';

/** Where the problems of an object stand and what to do, a line each: the places, then the hints; nothing is said twice. */
export function renderDiagnostics({ diagnostics, message }: ProgressNode): readonly string[] {
  const places = diagnostics.flatMap((each) => renderPlace(each, message));
  const hints = diagnostics.flatMap(({ hint }) => (hint === undefined ? [] : [`hint: ${hint}`]));
  return [...new Set([...places, ...hints])];
}

/** @param told what was said before; it is not said again. */
function renderPlace({ file, line, column, message }: Diagnostic, told: string): readonly string[] {
  if (file === undefined) return [];
  const place: SourceLocation = {
    file,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
  const [first = ''] = message.split('\n');
  return [told.includes(first) ? `at ${renderLocation(place)}` : `${renderLocation(place)}: ${first}`];
}
