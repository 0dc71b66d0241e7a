import type { Expr } from '../../ast/expr.js';
import type { CelType } from '../../types/cel-type.js';
import type { CostRange } from './cost-range.js';

/** An argument of a call whose cost is estimated. */
export interface EstimatedNode {
  readonly expr: Expr | undefined;
  readonly type: CelType;
  /** Where its value stands in what the rule is on: `self`, then names, `@items`, `@keys`, `@values`. Empty: nowhere. */
  readonly path: readonly string[];
  /** How large it is, as far as the expression tells. */
  readonly computedSize: CostRange | undefined;
}

/** A call whose cost is estimated. */
export interface EstimatedCall {
  readonly name: string;
  readonly overloadId: string;
  readonly target: EstimatedNode | undefined;
  readonly args: readonly EstimatedNode[];
  sizeOf(node: EstimatedNode): CostRange;
  /** An element of a list; undefined where the node is none. */
  elementOf(node: EstimatedNode): EstimatedNode | undefined;
}

/** What a call costs without its arguments, and how large its result is where that is known. */
export interface CallEstimate {
  readonly cost: CostRange;
  readonly size?: CostRange | undefined;
}
