import type { Diagnostic } from '@gotk/flux-types';
import { renderLocation, type SourceLocation } from '@gotk/located-error';

/** Where a problem stands and what to do, a line each. */
export function renderDiagnostic({ file, line, column, hint, message }: Diagnostic): readonly string[] {
  const place: SourceLocation | undefined =
    file === undefined
      ? undefined
      : { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  return [
    ...(place === undefined ? [] : [`${renderLocation(place)}: ${message.split('\n')[0] ?? ''}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ];
}
