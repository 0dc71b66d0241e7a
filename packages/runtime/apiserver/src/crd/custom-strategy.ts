import {
  asJson,
  checkQualifiedName,
  type FieldError,
  invalidField,
  nameIsDnsSubdomain,
  renderFieldError,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@gotk/objects';
import { copyJson, type DraftFields, type DraftObject, sealDraft } from '../drafts/draft.js';
import type { ScalePaths } from '../registry/resource-definition.js';
import type { ResourceStrategy, StrategyContext } from '../registry/resource-strategy.js';
import type { ValidationRules } from './rules/validation-rules.js';
import { scaleSpecErrors, scaleStatusErrors } from './scale-errors.js';
import { defaultObject } from './schema/default-object.js';
import { checkEmbedded } from './schema/embedded-objects.js';
import { checkListTypes } from './schema/list-types.js';
import type { SchemaNode } from './schema/schema-node.js';
import { validateSchema } from './schema/validate-schema.js';

export interface CustomStrategyOptions {
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  readonly schema: SchemaNode;
  readonly scale: ScalePaths | undefined;
  readonly rules: ValidationRules;
}

/** The rules of custom resources: their schema, and generations that count changes of everything but metadata and status. */
export function customStrategy(options: CustomStrategyOptions): ResourceStrategy {
  const { namespaced, hasStatus, schema } = options;
  return {
    generation: true,
    statusField: hasStatus,
    allowUnconditionalUpdate: false,
    prepareForCreate: (object) => {
      if (!hasStatus) return;
      delete object['status'];
      // A status that the schema gives is there from the beginning.
      defaultObject(object as unknown as DraftFields, schema); // A draft is JSON.
    },
    prepareForStatusUpdate: keepAllButStatus,
    validate: (object, context) =>
      withRules(options, { object, context }, [
        ...validateObjectMeta(object.metadata, { namespaced, nameRule: nameIsDnsSubdomain }),
        ...checkWhole(options, object, undefined),
        ...checkListTypes(schema, json(object)),
      ]),
    validateUpdate: (object, old, context) =>
      withRules(options, { object, old, context }, [
        ...validateObjectMetaUpdate(object.metadata, old.metadata),
        ...checkWhole(options, object, old),
        ...(checkListTypes(schema, json(old)).length === 0 ? checkListTypes(schema, json(object)) : []),
      ]),
    validateStatusUpdate: (object, old, context) =>
      withRules(options, { object, old, context }, [
        ...validateObjectMetaUpdate(object.metadata, old.metadata),
        ...checkStatus(options, object, old),
        ...(checkListTypes(schema, json(old)).length === 0 ? checkListTypes(schema, json(object)) : []),
      ]),
    warn: (object, old) => finalizerWarnings(object, old),
  };
}

function json(object: DraftObject) {
  return asJson(sealDraft(object));
}

/** The status subresource of a custom resource changes the status and nothing else. */
function keepAllButStatus(object: DraftObject, old: DraftObject): void {
  const { managedFields, resourceVersion } = object.metadata;
  const { managedFields: _, ...kept } = old.metadata;
  object.metadata = copyJson(kept as unknown as DraftFields) as unknown as DraftObject['metadata'];
  if (managedFields !== undefined) object.metadata.managedFields = managedFields;
  if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion;
}

function checkWhole(
  { schema, scale }: CustomStrategyOptions,
  object: DraftObject,
  old: DraftObject | undefined,
): readonly FieldError[] {
  const checked = { value: json(object), path: '', old: old === undefined ? undefined : json(old) };
  return [
    ...validateSchema(schema, checked).errors,
    ...scaleSpecErrors(scale, object),
    ...scaleStatusErrors(scale, object),
    ...checkEmbedded(schema, json(object)),
  ];
}

function checkStatus(
  { schema, scale }: CustomStrategyOptions,
  object: DraftObject,
  old: DraftObject,
): readonly FieldError[] {
  const { status } = json(object);
  const node = schema.properties?.['status'];
  const errors =
    status === undefined || node === undefined
      ? []
      : validateSchema(node, { value: status, path: '', old: json(old)['status'] }).errors;
  return [...errors.map(inStatus), ...scaleStatusErrors(scale, object)];
}

function inStatus(error: FieldError): FieldError {
  return { ...error, field: error.field === '<nil>' ? 'status' : `status.${error.field}` };
}

/** Errors after which rules are not evaluated: their types could not be relied on. */
const BLOCKING = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

interface CheckedObject {
  readonly object: DraftObject;
  readonly old?: DraftObject;
  readonly context: StrategyContext;
}

function withRules(
  { rules }: CustomStrategyOptions,
  { object, old, context }: CheckedObject,
  errors: readonly FieldError[],
): readonly FieldError[] {
  if (rules.isEmpty) return errors;
  if (errors.some(({ reason }) => BLOCKING.includes(reason))) {
    const detail =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
    return [...errors, invalidField('<nil>', null, detail)];
  }
  const tolerate = (error: FieldError): number => context.warnings.push(renderFieldError(error));
  return [...errors, ...rules.check(json(object), old === undefined ? undefined : json(old), tolerate)];
}

const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

function finalizerWarnings({ metadata }: DraftObject, old: DraftObject | undefined): readonly string[] {
  const present = old?.metadata.finalizers ?? [];
  const added = (metadata.finalizers ?? []).filter((name) => !present.includes(name));
  return [...new Set(added)].sort().flatMap(finalizerWarning);
}

function finalizerWarning(name: string): readonly string[] {
  const shown = `metadata.finalizers: ${JSON.stringify(name)}`;
  const warnings = checkQualifiedName(name).map((problem) => `${shown}: ${problem}`);
  if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return warnings;
  const path = name.includes('.') ? ' including a path (/)' : '';
  return [
    ...warnings,
    `${shown}: prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`,
  ];
}
