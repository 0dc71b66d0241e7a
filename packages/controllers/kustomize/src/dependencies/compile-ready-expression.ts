import type { Kustomization } from '@gotk/flux-types';

/** Says of a dependency whether it is ready for its dependent. @throws Error when the expression cannot be evaluated. */
export type ReadyExpression = (self: Kustomization, dep: Kustomization) => boolean;

/** Compiles a `readyExpr`. @throws Error with Flux's text when it is malformed. */
export function compileReadyExpression(_expression: string): ReadyExpression {
  throw new Error('expressions are not supported yet');
}
