import type { Diagnostic } from '@gotk/flux-types';
import { renderLocation, type SourceLocation } from '@gotk/located-error';

/**
 * Where a problem stands and what to do, a line each.
 *
 * @param told what was said before; it is not said again.
 */
export function renderDiagnostic({ file, line, column, hint, message }: Diagnostic, told: string): readonly string[] {
  const place: SourceLocation | undefined =
    file === undefined
      ? undefined
      : { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  const [first = ''] = message.split('\n');
  return [
    ...(place === undefined
      ? []
      : [told.includes(first) ? `at ${renderLocation(place)}` : `${renderLocation(place)}: ${first}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ];
}
