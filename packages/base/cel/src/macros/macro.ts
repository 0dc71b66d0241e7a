import type { Expr } from '../ast/expr.js';
import type { MacroWriter } from './macro-writer.js';

/**
 * Rewrites a call before it is checked. Without an answer the call stays one.
 * @throws MacroError
 */
export type MacroExpander = (writer: MacroWriter, target: Expr, args: readonly Expr[]) => Expr | undefined;

/** A call that is rewritten. */
export interface Macro {
  readonly name: string;
  readonly argCount: number;
  /** Whether it stands behind a dot. */
  readonly receiver: boolean;
  readonly expand: MacroExpander;
}

/** A macro was used wrongly; the error shows at the expression of the id. */
export class MacroError extends Error {
  constructor(
    readonly exprId: number,
    message: string,
  ) {
    super(message);
  }
}

/** The name a macro is looked up by. */
export function macroKey(name: string, argCount: number, receiver: boolean): string {
  return `${name}/${argCount}/${receiver}`;
}

/** Macros by their {@link macroKey}. */
export function macroTable(macros: readonly Macro[]): ReadonlyMap<string, Macro> {
  return new Map(macros.map((macro) => [macroKey(macro.name, macro.argCount, macro.receiver), macro]));
}
