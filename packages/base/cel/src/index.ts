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
export {
  AdmissionCompiler,
  type AdmissionCompilerOptions,
  type AdmissionExpression,
  type AdmissionOutput,
} from './kubernetes/admission/admission-compiler.js';
export {
  AdmissionBudgetError,
  AdmissionEvaluation,
  type AdmissionInput,
  type AdmissionResult,
} from './kubernetes/admission/admission-evaluation.js';
export type { AdmissionValue } from './kubernetes/admission/admission-value.js';
export {
  admissionTypeChecker,
  type CheckedAdmission,
  type CheckedKind,
} from './kubernetes/admission/check-admission-types.js';
export {
  checkDeviceSelector,
  type DeviceSelectorProblem,
} from './kubernetes/devices/check-device-selector.js';
export {
  compileKubernetesExpression,
  type KubernetesExpression,
  type KubernetesExpressionOptions,
  type KubernetesResult,
} from './kubernetes/kubernetes-expression.js';
export type { NativeValue } from './kubernetes/native-value.js';
export { isUnchanged, type Pair } from './kubernetes/rules/correlation.js';
export { type RuleReview, reviewValidationRules } from './kubernetes/rules/review-rules.js';
export type { RuleError, RuleErrorReason } from './kubernetes/rules/rule-error.js';
export { type FieldPathOptions, resolveFieldPath, type SchemaPlace } from './kubernetes/rules/rule-field-path.js';
export {
  type CheckRulesOptions,
  compileValidationRules,
  type ValidationRules,
  type ValidationRulesOptions,
} from './kubernetes/rules/validation-rules.js';
export type { RuleSchema, ValidationRule } from './kubernetes/schema/rule-schema.js';
export type { AccessAnswer, AskAccess, AskedAccess } from './libraries/kubernetes/authorizer.js';
