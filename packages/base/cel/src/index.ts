export {
  type FluxExpression,
  type FluxExpressionOptions,
  parseFluxExpression,
} from './flux/flux-expression.js';
export {
  type ExpressedHealth,
  type HealthEvaluator,
  type HealthExpressions,
  parseHealthExpressions,
} from './flux/health-expressions.js';
