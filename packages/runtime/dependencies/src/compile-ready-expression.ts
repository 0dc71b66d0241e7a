import { type FluxExpression, parseFluxExpression } from '@gotk/cel';
import { asJson, type KubeObject } from '@gotk/objects';

/** Says of a dependency whether it is ready for its dependent. @throws Error when the expression cannot be evaluated. */
export type ReadyExpression = (self: KubeObject, dep: KubeObject) => boolean;

const MAX_COMPILED = 500;

/** Expressions are asked at every change of a dependency; compiling them is the dear part. */
const compiled = new Map<string, FluxExpression>();

/** Compiles a `readyExpr`. @throws Error with Flux's text when it is malformed. */
export function compileReadyExpression(expression: string): ReadyExpression {
  const found = compiled.get(expression) ?? compile(expression);
  return (self, dep) => found.evaluateBoolean({ self: asJson(self), dep: asJson(dep) });
}

function compile(expression: string): FluxExpression {
  const parsed = parseFluxExpression(expression, { variables: ['self', 'dep'], output: 'bool' });
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(expression, parsed);
  return parsed;
}
