import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import { compareToInteger, parseQuantity, quantityInUnits, renderQuantity } from '@gotk/quantity';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkQuotaResourceName, isIntegerResource, isStandardQuotaResource } from '../resources/resource-names.js';
import type { ResourceList } from './pod-draft.js';

/** A requirement on the scope of what a quota counts. */
export interface ScopeRequirement {
  scopeName: string;
  operator: string;
  values?: string[];
}

/** A ResourceQuota under way to the store. */
export interface ResourceQuotaDraft extends DraftObject {
  spec: { hard?: ResourceList; scopes?: string[]; scopeSelector?: { matchExpressions?: ScopeRequirement[] } };
  status: { hard?: ResourceList; used?: ResourceList };
}

/** ResourceQuotas limit what a namespace may hold. */
export const resourceQuotaKind = builtinKind<ResourceQuotaDraft>({
  strategy: {
    prepareForCreate: (quota) => {
      quota.status = {};
    },
    validate: (quota) => [...namespacedMeta(quota), ...checkSpec(quota)],
    validateUpdate: (quota, old) => [...changedMeta(quota, old), ...checkSpec(quota), ...checkSameScopes(quota, old)],
    validateStatusUpdate: (quota, old) => [
      ...changedMeta(quota, old),
      ...checkAmounts(quota.status.hard, 'status.hard'),
      ...checkAmounts(quota.status.used, 'status.used'),
    ],
  },
});

function checkSpec({ spec }: ResourceQuotaDraft): readonly FieldError[] {
  return [...checkAmounts(spec.hard, 'spec.hard'), ...checkScopes(spec), ...checkSelector(spec)];
}

function checkAmounts(amounts: ResourceList | undefined, field: string): readonly FieldError[] {
  return Object.entries(amounts ?? {}).flatMap(([name, amount]) => {
    const at = `${field}[${name}]`;
    return [...checkQuotaResourceName(name, at), ...checkAmount(name, amount, at)];
  });
}

/** What is wrong with an amount of a resource: negative, or a part of something that comes in wholes. */
export function checkAmount(name: string, amount: string, field: string): readonly FieldError[] {
  const quantity = parseQuantity(amount);
  const errors: FieldError[] = [];
  if (compareToInteger(quantity, 0n) < 0)
    errors.push(invalidField(field, renderQuantity(quantity), 'must be greater than or equal to 0'));
  if (isIntegerResource(name) && quantityInUnits(quantity, -3) % 1000n !== 0n)
    errors.push(invalidField(field, amount, 'must be an integer'));
  return errors;
}

const POD_SCOPES = ['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'];
const SCOPES = [...POD_SCOPES, 'BestEffort', 'VolumeAttributesClass'];
const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];

function fitsScope(scope: string, resource: string): boolean {
  if (POD_SCOPES.includes(scope)) return resource === 'pods' || COMPUTE.includes(resource);
  if (scope === 'BestEffort') return resource === 'pods';
  return scope !== 'VolumeAttributesClass' || ['persistentvolumeclaims', 'requests.storage'].includes(resource);
}

function unfitting({ hard = {} }: ResourceQuotaDraft['spec'], scope: string): number {
  return Object.keys(hard).filter((name) => isStandardQuotaResource(name) && !fitsScope(scope, name)).length;
}

function conflicting(scopes: readonly string[]): number {
  const pairs = [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ];
  return pairs.filter((pair) => pair.every((scope) => scopes.includes(scope))).length;
}

function checkScopes(spec: ResourceQuotaDraft['spec']): readonly FieldError[] {
  const { scopes = [] } = spec;
  const error = (detail: string) => invalidField('spec.scopes', scopes, detail);
  return [
    ...scopes.flatMap((scope) => [
      ...(SCOPES.includes(scope) ? [] : [error('unsupported scope')]),
      ...Array.from({ length: unfitting(spec, scope) }, () => error('unsupported scope applied to resource')),
    ]),
    ...Array.from({ length: conflicting(scopes) }, () => error('conflicting scopes')),
  ];
}

const SELECTOR = 'spec.scopeSelector.matchExpressions';

function checkSelector(spec: ResourceQuotaDraft['spec']): readonly FieldError[] {
  const requirements = spec.scopeSelector?.matchExpressions ?? [];
  const scopes = requirements.map(({ scopeName }) => scopeName);
  return [
    ...requirements.flatMap((requirement) => checkRequirement(spec, requirement)),
    ...Array.from({ length: conflicting(scopes) }, () =>
      invalidField(SELECTOR, spec.scopes ?? null, 'conflicting scopes'),
    ),
  ];
}

function checkRequirement(spec: ResourceQuotaDraft['spec'], requirement: ScopeRequirement): readonly FieldError[] {
  const { scopeName, operator, values = [] } = requirement;
  const errors: FieldError[] = Array.from({ length: unfitting(spec, scopeName) }, () =>
    invalidField(SELECTOR, scopeName, 'unsupported scope applied to resource'),
  );
  if (!SCOPES.includes(scopeName)) errors.push(invalidField(`${SELECTOR}.scopeName`, scopeName, 'unsupported scope'));
  if (
    !['PriorityClass', 'VolumeAttributesClass'].includes(scopeName) &&
    SCOPES.includes(scopeName) &&
    operator !== 'Exists'
  )
    errors.push(
      invalidField(
        `${SELECTOR}.operator`,
        operator,
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
      ),
    );
  return [...errors, ...checkOperator(operator, values)];
}

function checkOperator(operator: string, values: readonly string[]): readonly FieldError[] {
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    return values.length === 0 ? [requiredField(`${SELECTOR}.values`, detail)] : [];
  }
  if (operator !== 'Exists' && operator !== 'DoesNotExist')
    return [invalidField(`${SELECTOR}.operator`, operator, 'not a valid selector operator')];
  const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
  return values.length === 0 ? [] : [invalidField(`${SELECTOR}.values`, values, detail)];
}

function checkSameScopes({ spec }: ResourceQuotaDraft, old: ResourceQuotaDraft): readonly FieldError[] {
  const [now, before] = [new Set(spec.scopes), new Set(old.spec.scopes)];
  const same = now.size === before.size && [...now].every((scope) => before.has(scope));
  return same ? [] : [invalidField('spec.scopes', spec.scopes ?? null, 'field is immutable')];
}
