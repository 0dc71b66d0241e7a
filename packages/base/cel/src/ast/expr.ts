import type { CelValue } from '../values/value.js';

/** An entry of a map literal. */
export interface EntryExpr {
  readonly id: number;
  readonly key: Expr;
  readonly value: Expr;
  /** `?key: value`: the value is an optional, the entry is left out when it is empty. */
  readonly optional: boolean;
}

/** A field of a message literal. */
export interface FieldExpr {
  readonly id: number;
  readonly name: string;
  readonly value: Expr;
  readonly optional: boolean;
}

/** A loop over a list or a map, which all macros with variables come down to. */
export interface Comprehension {
  readonly kind: 'comprehension';
  readonly id: number;
  readonly range: Expr;
  /** The element of a list or the key of a map; with a second variable the index or the key. */
  readonly variable: string;
  /** The element of a list or the value in a map. */
  readonly secondVariable: string | undefined;
  readonly accumulator: string;
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}

/** A function applied to its arguments; `target` is what stands before the dot. */
export interface Call {
  readonly kind: 'call';
  readonly id: number;
  readonly name: string;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
}

/** A field of an object or a key of a map; `test` asks only whether it is there. */
export interface Select {
  readonly kind: 'select';
  readonly id: number;
  readonly operand: Expr;
  readonly field: string;
  readonly test: boolean;
}

/** An expression with its macros expanded. The ids are cel-go's: some messages show them. */
export type Expr =
  | { readonly kind: 'unknown'; readonly id: number }
  | { readonly kind: 'literal'; readonly id: number; readonly value: CelValue }
  | { readonly kind: 'ident'; readonly id: number; readonly name: string }
  | Select
  | Call
  | {
      readonly kind: 'list';
      readonly id: number;
      readonly elements: readonly Expr[];
      /** The places of the elements with a `?` before them. */
      readonly optionals: readonly number[];
    }
  | { readonly kind: 'map'; readonly id: number; readonly entries: readonly EntryExpr[] }
  | { readonly kind: 'struct'; readonly id: number; readonly typeName: string; readonly fields: readonly FieldExpr[] }
  | Comprehension;

/** A parsed expression. */
export interface Ast {
  readonly expr: Expr;
  /** The code point at which the expression of an id begins. */
  readonly offsets: readonly (number | undefined)[];
}
