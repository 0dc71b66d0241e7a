import type { ResourceList } from '../../builtin/core/pod-draft.js';
import type { ScopeRequirement } from '../../builtin/core/resource-quota.js';
import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceDefinition } from '../../registry/resource-definition.js';
import type { AdmissionReview } from '../admission-chain.js';
import { claimEvaluator } from './claim-usage.js';
import { podEvaluator } from './pod-usage.js';
import { serviceEvaluator } from './service-usage.js';

/** How objects of one resource count against quotas. */
export interface QuotaEvaluator {
  /** Whether the write can change what is used. */
  handles(review: AdmissionReview): boolean;
  /** Whether the name of a quota's limit is about this resource. */
  counts(name: string): boolean;
  /** Whether the object is in the scope. */
  inScope(scope: ScopeRequirement, object: DraftObject): boolean;
  /** What the object uses. */
  usage(object: DraftObject, nowMs: number): ResourceList;
  /** Why the object cannot be counted against limits of these names. */
  problem?(names: readonly string[], object: DraftObject): string | undefined;
}

const OWN: Readonly<Record<string, QuotaEvaluator>> = {
  '/pods': podEvaluator,
  '/services': serviceEvaluator,
  '/persistentvolumeclaims': claimEvaluator,
};

/** Resources that a quota may count by their bare name. */
const BARE = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'];

/** How objects of a resource are counted. */
export function quotaEvaluator({ group, resource }: Pick<ResourceDefinition, 'group' | 'resource'>): QuotaEvaluator {
  const own = OWN[`${group}/${resource}`];
  if (own !== undefined) return own;
  const names = [countName(group, resource), ...(group === '' && BARE.includes(resource) ? [resource] : [])];
  return {
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === undefined,
    counts: (name) => names.includes(name),
    inScope: () => false,
    usage: () => Object.fromEntries(names.map((name) => [name, '1'])),
  };
}

function countName(group: string, resource: string): string {
  return group === '' ? `count/${resource}` : `count/${resource}.${group}`;
}
