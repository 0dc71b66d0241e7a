import type { Ast } from '../ast/expr.js';
import type { CheckedTypes } from '../check/references.js';
import type { Environment } from '../environment/environment.js';

/** A checked expression about which more is asked. */
export interface Validation {
  readonly ast: Ast;
  readonly checked: CheckedTypes;
  readonly environment: Environment;
  /** Reports what is wrong with the part of an id. */
  readonly report: (id: number, message: string) => void;
}

/** Looks at an expression whose types are right. */
export type AstValidator = (validation: Validation) => void;
