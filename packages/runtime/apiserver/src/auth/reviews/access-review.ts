import type { Identity } from '@gotk/kube-client';
import {
  checkLabelValue,
  checkQualifiedName,
  type FieldError,
  forbiddenField,
  invalidField,
  requiredField,
} from '@gotk/objects';
import type { DraftMeta, DraftObject } from '../../drafts/draft.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { AnswerContext, KindAnswer } from '../../registry/kind-answer.js';
import { type AccessAttributes, pathAccess, resourceAccess } from '../authorizer.js';

interface RequirementDraft {
  key?: string;
  operator?: string;
  values?: string[];
}

interface SelectorDraft {
  rawSelector?: string;
  requirements?: RequirementDraft[];
}

interface ResourceAttributes {
  namespace?: string;
  verb?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  name?: string;
  fieldSelector?: SelectorDraft;
  labelSelector?: SelectorDraft;
}

interface AccessReviewDraft extends DraftObject {
  spec: {
    resourceAttributes?: ResourceAttributes;
    nonResourceAttributes?: { path?: string; verb?: string };
    user?: string;
    uid?: string;
    groups?: string[];
    extra?: Record<string, string[]>;
  };
}

/** Says whether somebody may do something. */
export const answerSubjectAccessReview: KindAnswer<AccessReviewDraft> = (review, context) => {
  refuse([...checkSpec(review), ...checkUser(review), ...checkMetadata(review, 'must be empty')]);
  return answered(review, context, subjectOf(review));
};

/** Says whether whoever asks may do something. */
export const answerSelfSubjectAccessReview: KindAnswer<AccessReviewDraft> = (review, context) => {
  refuse([...checkSpec(review), ...checkMetadata(review, 'must be empty')]);
  return answered(review, context, context.user);
};

/** Says whether somebody may do something in the namespace of the review. */
export const answerLocalSubjectAccessReview: KindAnswer<AccessReviewDraft> = (review, context) => {
  const { namespace, ...metadata } = review.metadata;
  refuse([
    ...checkSpec(review),
    ...checkUser(review),
    ...checkMetadata({ ...review, metadata }, 'must be empty except for namespace'),
    ...checkLocal(review, namespace ?? ''),
  ]);
  return answered(review, context, subjectOf(review));
};

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
}

function checkSpec({ spec }: AccessReviewDraft): readonly FieldError[] {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  const errors: FieldError[] = [];
  if (resource !== undefined && path !== undefined) {
    const shown = { Path: path.path ?? '', Verb: path.verb ?? '' };
    errors.push(
      invalidField('spec.nonResourceAttributes', shown, 'cannot be specified in combination with resourceAttributes'),
    );
  }
  if (resource === undefined && path === undefined) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    errors.push(invalidField('spec.resourceAttributes', null, detail));
  }
  return [
    ...errors,
    ...checkSelector(resource?.fieldSelector, 'spec.resourceAttributes.fieldSelector', checkFieldRequirement),
    ...checkSelector(resource?.labelSelector, 'spec.resourceAttributes.labelSelector', checkLabelRequirement),
  ];
}

function checkSelector(
  selector: SelectorDraft | undefined,
  field: string,
  checkRequirement: (requirement: RequirementDraft, at: string) => readonly FieldError[],
): readonly FieldError[] {
  if (selector === undefined) return [];
  const { rawSelector = '', requirements = [] } = selector;
  const both = 'may not specified at the same time as requirements';
  const none = `when ${field} is specified, requirements or rawSelector is required`;
  return [
    ...(rawSelector !== '' && requirements.length > 0 ? [invalidField(`${field}.rawSelector`, rawSelector, both)] : []),
    ...(rawSelector === '' && requirements.length === 0 ? [requiredField(`${field}.requirements`, none)] : []),
    ...requirements.flatMap((each, index) => checkRequirement(each, `${field}.requirements[${index}]`)),
  ];
}

function checkFieldRequirement(requirement: RequirementDraft, at: string): readonly FieldError[] {
  const { key = '' } = requirement;
  return [...(key === '' ? [requiredField(`${at}.key`, 'must be specified')] : []), ...checkValues(requirement, at)];
}

function checkLabelRequirement(requirement: RequirementDraft, at: string): readonly FieldError[] {
  const { key = '', values = [] } = requirement;
  return [
    ...checkValues(requirement, at),
    ...checkQualifiedName(key).map((problem) => invalidField(`${at}.key`, key, problem)),
    ...values.flatMap((value, index) =>
      checkLabelValue(value).map((problem) => invalidField(`${at}.values[${index}]`, value, problem)),
    ),
  ];
}

/** Operators that are not known are left to newer authorizers. */
function checkValues({ operator = '', values = [] }: RequirementDraft, at: string): readonly FieldError[] {
  if (['In', 'NotIn'].includes(operator) && values.length === 0)
    return [requiredField(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  if (['Exists', 'DoesNotExist'].includes(operator) && values.length > 0)
    return [forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  return [];
}

function checkUser({ spec: { user = '', groups = [] } }: AccessReviewDraft): readonly FieldError[] {
  if (user !== '' || groups.length > 0) return [];
  return [invalidField('spec.user', user, 'at least one of user or group must be specified')];
}

function checkMetadata({ metadata }: DraftObject, detail: string): readonly FieldError[] {
  const { managedFields: _, ...fields } = metadata;
  const given = Object.values(fields).some((value) => value !== undefined && value !== null);
  if (!given) return [];
  return [{ reason: 'FieldValueInvalid', field: 'metadata', shownValue: shownMetadata(metadata), detail }];
}

/** Metadata in the order of Go's fields, as errors show it. */
function shownMetadata(metadata: DraftMeta): string {
  const order: readonly (keyof DraftMeta)[] = [
    'name',
    'generateName',
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
  ];
  const rest: readonly (keyof DraftMeta)[] = ['labels', 'annotations', 'ownerReferences', 'finalizers'];
  const fields = [...order, ...rest].map((field) => [field, metadata[field]] as const);
  const managers = metadata.managedFields?.map(({ manager, operation, apiVersion, time, fieldsType, fieldsV1 }) => ({
    manager,
    operation,
    apiVersion,
    time,
    fieldsType,
    fieldsV1,
  }));
  return JSON.stringify(Object.fromEntries([...fields, ['managedFields', managers]]));
}

function checkLocal({ spec }: AccessReviewDraft, namespace: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const own = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes !== undefined && own !== namespace)
    errors.push(invalidField('spec.resourceAttributes.namespace', own, 'must match metadata.namespace'));
  if (spec.nonResourceAttributes !== undefined) {
    const { path = '', verb = '' } = spec.nonResourceAttributes;
    errors.push(
      invalidField('spec.nonResourceAttributes', { Path: path, Verb: verb }, 'disallowed on this kind of request'),
    );
  }
  return errors;
}

function subjectOf({ spec: { user = '', uid, groups = [], extra } }: AccessReviewDraft): Identity {
  return { user, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

function answered(review: AccessReviewDraft, { core }: AnswerContext, subject: Identity): DraftObject {
  const { allowed, reason } = core.access.authorizer.authorize(accessOf(review, subject));
  return { ...review, status: { allowed, ...(reason === '' ? {} : { reason }) } };
}

function accessOf({ spec }: AccessReviewDraft, subject: Identity): AccessAttributes {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  if (resource === undefined) return pathAccess(subject, path?.verb ?? '', path?.path ?? '');
  const { verb = '', version = '', fieldSelector: _f, labelSelector: _l, ...fields } = resource;
  return resourceAccess(subject, verb, { ...fields, version: version === '' ? '*' : version });
}
