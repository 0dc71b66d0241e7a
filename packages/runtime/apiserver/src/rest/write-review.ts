import type { KubeObject } from '@gotk/objects';
import type { AdmissionReview } from '../admission/admission-chain.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { DraftObject } from '../drafts/draft.js';
import type { DeleteOptions } from '../request/delete-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import type { WriteOptions } from '../request/write-options.js';

/** What is being written, as far as it differs from request to request. */
export interface ReviewedWrite {
  readonly operation: AdmissionReview['operation'];
  readonly name: string;
  readonly object?: DraftObject;
  readonly oldObject?: KubeObject;
}

/** The options of a write or of a deletion. */
type ReviewedOptions = Pick<WriteOptions, 'dryRun'> & Partial<WriteOptions> & Partial<DeleteOptions>;

/** What deletions say beside what all writes do. */
const DELETION_FIELDS = ['gracePeriodSeconds', 'preconditions', 'orphanDependents', 'propagationPolicy'] as const;

/** The write of a request as admission sees it. */
export function reviewOf(request: ResourceRequest, options: ReviewedOptions, write: ReviewedWrite): AdmissionReview {
  const { http, served, subresource, namespace, warnings } = request;
  const { operation, name, object, oldObject } = write;
  return {
    operation,
    name,
    ...(object === undefined ? undefined : { object }),
    ...(oldObject === undefined ? undefined : { oldObject }),
    served,
    subresource,
    // A namespace is reviewed as if it lay in itself.
    namespace: served.definition.collection === '/namespaces' ? write.name : namespace,
    user: http.user,
    dryRun: options.dryRun,
    options: reviewOptions(write.operation, options),
    warnings,
    ...(http.trail === undefined ? {} : { annotate: annotating(http.trail) }),
    signal: http.signal,
  };
}

const OPTION_KINDS = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
} as const;

function annotating(trail: AuditTrail): NonNullable<AdmissionReview['annotate']> {
  return (name, value, level) => trail.annotate(name, value, level);
}

function reviewOptions(
  operation: AdmissionReview['operation'],
  options: ReviewedOptions,
): Readonly<Record<string, unknown>> | null {
  if (operation === 'CONNECT') return null;
  return {
    kind: OPTION_KINDS[operation],
    apiVersion: 'meta.k8s.io/v1',
    ...(options.dryRun ? { dryRun: ['All'] } : {}),
    ...(options.fieldManager === undefined || options.fieldManager === ''
      ? {}
      : { fieldManager: options.fieldManager }),
    ...Object.fromEntries(
      DELETION_FIELDS.filter((field) => options[field] !== undefined).map((field) => [field, options[field]]),
    ),
    ...((options.askedFieldValidation ?? '') === '' ? {} : { fieldValidation: options.askedFieldValidation }),
  };
}
