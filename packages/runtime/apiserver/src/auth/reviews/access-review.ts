import type { Identity } from '@gotk/kube-client';
import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import type { DraftMeta, DraftObject } from '../../drafts/draft.js';
import { invalidObject } from '../../errors/invalid-object.js';
import type { AnswerContext, KindAnswer } from '../../registry/kind-answer.js';
import { type AccessAttributes, pathAccess, resourceAccess } from '../authorizer.js';

interface SelectorDraft {
  rawSelector?: string;
  requirements?: unknown[];
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
    ...checkSelector(resource?.fieldSelector, 'spec.resourceAttributes.fieldSelector'),
    ...checkSelector(resource?.labelSelector, 'spec.resourceAttributes.labelSelector'),
  ];
}

function checkSelector(selector: SelectorDraft | undefined, field: string): readonly FieldError[] {
  if (selector === undefined) return [];
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '' && requirements.length > 0) {
    const detail = 'may not specified at the same time as requirements';
    return [invalidField(`${field}.rawSelector`, rawSelector, detail)];
  }
  if (rawSelector !== '' || requirements.length > 0) return [];
  return [
    requiredField(`${field}.requirements`, `when ${field} is specified, requirements or rawSelector is required`),
  ];
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
