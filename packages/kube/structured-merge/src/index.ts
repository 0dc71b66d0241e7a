export {
  emptyFieldSet,
  type FieldNode,
  type FieldSet,
  fieldSetOf,
  fieldSetsEqual,
  hasPath,
  intersectSets,
  isEmptyFieldSet,
  pathsOf,
  subtractSet,
  subtractSetRecursively,
  unionSets,
} from './field-set/field-set.js';
export { parseFieldsV1, renderFieldsV1 } from './field-set/fields-v1.js';
export {
  type FieldPath,
  fieldElement,
  indexElement,
  keyElement,
  type PathElement,
  renderFieldPath,
  valueElement,
} from './field-set/path-element.js';
export { ApplyConflictError, type FieldConflict } from './managed/conflict.js';
export {
  applyWithManagedFields,
  type FieldManagerOptions,
  TypedPatchError,
  updateManagedFields,
} from './managed/field-manager.js';
export {
  type ManagedSet,
  type ManagerIdentity,
  type Managers,
  managerId,
  parseManagers,
  renderManagers,
} from './managed/managers.js';
export { dropFields, keepFields } from './managed/settable-fields.js';
export {
  type ListSchema,
  type MapField,
  type MapSchema,
  type MergeSchema,
  type ScalarType,
  untypedAtomic,
  untypedDeduced,
} from './schema/merge-schema.js';
export { mergeSchemaOf, type ResolveReference } from './schema/merge-schema-of.js';
export type { TypedValue } from './typed/atom.js';
export { type Comparison, compareTyped } from './typed/compare.js';
export { mergeTyped } from './typed/merge.js';
export { removeItems } from './typed/remove-items.js';
export { toFieldSet } from './typed/to-field-set.js';
export { validateTyped } from './typed/validate.js';
export { TypedValidationError, type Violation } from './typed/validation-error.js';
