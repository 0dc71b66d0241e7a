import { compileLabelSelector, type LabelMatcher, type LabelSelector } from '@gotk/objects';
import { notFound } from '../../errors/api-errors.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionReview } from '../admission-chain.js';

const compiled = new WeakMap<LabelSelector, LabelMatcher>();

function matcherOf(selector: LabelSelector): LabelMatcher {
  const known = compiled.get(selector);
  if (known !== undefined) return known;
  const matcher = compileLabelSelector(selector);
  compiled.set(selector, matcher);
  return matcher;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/**
 * Whether the namespace of a request is selected; what is in no namespace always is, and a namespace counts as its own.
 * @throws ApiError when the namespace is not there
 */
export function matchesNamespace(store: Store, selector: LabelSelector, review: AdmissionReview): boolean {
  if (review.namespace === undefined || isEmpty(selector)) return true;
  return matcherOf(selector).matches(namespaceLabels(store, review, review.namespace));
}

function namespaceLabels(store: Store, review: AdmissionReview, namespace: string): Readonly<Record<string, string>> {
  const { served, subresource, operation, object } = review;
  const isOwn = served.definition.collection === '/namespaces' && subresource === undefined;
  if (isOwn && operation !== 'DELETE' && object !== undefined) return object.metadata.labels ?? {};
  const record = store.get('/namespaces', namespace);
  if (record === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
  return record.object.metadata.labels ?? {};
}

/** Whether the object of a request, as it is or as it was, is selected. */
export function matchesObject(selector: LabelSelector, { object, oldObject }: AdmissionReview): boolean {
  if (isEmpty(selector)) return true;
  const { matches } = matcherOf(selector);
  return [object, oldObject].some((item) => item !== undefined && matches(item.metadata.labels ?? {}));
}
