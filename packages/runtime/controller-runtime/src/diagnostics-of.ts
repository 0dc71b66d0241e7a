import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

const MAX_DIAGNOSTICS = 10;
const MAX_CAUSES = 16;

/** What else an error says is wrong, for people who would otherwise learn of it one at a time. */
interface WithOthers {
  readonly others: readonly unknown[];
}

/**
 * Where an error comes from, for `status.diagnostics`: one entry for each located error among its causes that knows a
 * place or a hint, the innermost first; then what errors among them list as `others`.
 *
 * @returns at most ten; `undefined` when nothing is known beyond the message.
 */
export function diagnosticsOf(error: Error): readonly JsonObject[] | undefined {
  const chain = causesOf(error);
  const located = chain.filter(isPlaced).reverse();
  const others = chain.flatMap((cause) => (hasOthers(cause) ? cause.others : [])).filter(isLocated);
  const diagnostics = distinct([...located, ...others])
    .slice(0, MAX_DIAGNOSTICS)
    .map(diagnosticOf);
  return diagnostics.length === 0 ? undefined : diagnostics;
}

function causesOf(error: Error): readonly Error[] {
  const chain: Error[] = [];
  for (let cause: unknown = error; cause instanceof Error && chain.length < MAX_CAUSES; cause = cause.cause) {
    chain.push(cause);
  }
  return chain;
}

function isLocated(error: unknown): error is LocatedError {
  return error instanceof LocatedError;
}

function isPlaced(error: Error): error is LocatedError {
  return isLocated(error) && (error.at !== undefined || error.hint !== undefined);
}

function hasOthers(error: Error): error is Error & WithOthers {
  return 'others' in error && Array.isArray(error.others);
}

/** Without those that only say in other words what one before them says. */
function distinct(errors: readonly LocatedError[]): readonly LocatedError[] {
  const kept: LocatedError[] = [];
  for (const error of errors) if (!kept.some((before) => saysTheSame(before, error))) kept.push(error);
  return kept;
}

function saysTheSame(one: LocatedError, other: LocatedError): boolean {
  const isSamePlace = one.at?.line === other.at?.line && one.at?.column === other.at?.column;
  return isSamePlace && one.hint === other.hint && isSameFile(one.at?.file, other.at?.file);
}

/** Whether two paths name one file, the shorter perhaps from a folder within. */
function isSameFile(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
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
