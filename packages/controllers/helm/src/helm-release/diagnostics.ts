import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

const MAX_DIAGNOSTICS = 10;
const MAX_CAUSES = 16;

/**
 * Where an error comes from, for `status.diagnostics`: one entry for each located error among its causes that knows a
 * place or a hint, the innermost first.
 *
 * @returns `undefined` when nothing is known beyond the message.
 */
export function diagnosticsOf(error: Error): readonly JsonObject[] | undefined {
  const located: LocatedError[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth++) {
    if (current instanceof LocatedError && (current.at !== undefined || current.hint !== undefined)) {
      located.unshift(current);
    }
    current = current.cause;
  }
  const diagnostics = distinct(located).slice(0, MAX_DIAGNOSTICS).map(diagnosticOf);
  return diagnostics.length === 0 ? undefined : diagnostics;
}

/** Without those that only say in other words what their cause says; they may name its file from elsewhere. */
function distinct(errors: readonly LocatedError[]): readonly LocatedError[] {
  const seen = new Set<string>();
  return errors.filter(({ at, hint }) => {
    const key = JSON.stringify([at?.line === undefined ? at?.file : at.line, at?.column, hint]);
    return !seen.has(key) && seen.add(key);
  });
}

function diagnosticOf({ code, message, at, hint }: LocatedError): JsonObject {
  return {
    code,
    message,
    ...(at === undefined ? {} : { file: at.file }),
    ...(at?.line === undefined ? {} : { line: at.line }),
    ...(at?.column === undefined ? {} : { column: at.column }),
    ...(hint === undefined ? {} : { hint }),
  };
}
