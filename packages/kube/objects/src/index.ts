export {
  checkCIdentifier,
  checkConfigMapKey,
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkEnvVarName,
  checkHttpHeaderName,
  checkLabelValue,
  checkPathSegmentName,
  checkPercent,
  checkPortName,
  checkPortNumber,
  checkQualifiedName,
  checkRelaxedEnvVarName,
  checkWildcardDns1123Subdomain,
  type NameRule,
  nameIsDns1035Label,
  nameIsDnsLabel,
  nameIsDnsSubdomain,
  nameIsPathSegment,
  regexError,
  utf8Length,
} from '@gotk/name-rules';
export {
  asJson,
  fieldOf,
  type KubeList,
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
  type OwnerReference,
} from './kube-object.js';
export {
  type KindRef,
  keyOf,
  type ObjectKey,
  parseApiVersion,
  renderApiVersion,
  renderObjectName,
} from './object-key.js';
export {
  compileFieldMatcher,
  escapeFieldValue,
  exactFieldValue,
  type FieldMatcher,
  type FieldRequirement,
  parseFieldSelector,
  unescapeFieldValue,
} from './selectors/field-selector.js';
export {
  compileLabelMatcher,
  everyLabel,
  exactLabelValue,
  type LabelMatcher,
  matchLabels,
  noLabel,
} from './selectors/label-matcher.js';
export {
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  labelRequirement,
} from './selectors/label-requirement.js';
export {
  compileLabelSelector,
  type LabelSelector,
  type LabelSelectorRequirement,
  parseLabelSelectorObject,
  renderLabelSelector,
  validateLabelSelector,
} from './selectors/label-selector.js';
export { parseLabelMap, parseLabelSelector } from './selectors/parse-label-selector.js';
export {
  duplicateField,
  type FieldError,
  type FieldErrorReason,
  forbiddenField,
  invalidField,
  notFoundField,
  notSupportedField,
  renderFieldError,
  renderFieldErrorBody,
  renderFieldErrors,
  requiredField,
  tooFewField,
  tooLongField,
  tooManyField,
  tooShortField,
  typeInvalidField,
} from './validation/field-error.js';
export { validateCidr, validateIp, validateLegacyCidr, validateLegacyIp } from './validation/validate-ip.js';
export {
  validateDomainPrefixedPath,
  validateFullyQualifiedDomainName,
  validateFullyQualifiedName,
  validateQualifiedName,
} from './validation/validate-names.js';
export {
  type ObjectMetaRules,
  validateAnnotations,
  validateFieldManager,
  validateFinalizers,
  validateImmutable,
  validateLabels,
  validateManagedFields,
  validateObjectMeta,
  validateObjectMetaUpdate,
  validateOwnerReferences,
} from './validation/validate-object-meta.js';
