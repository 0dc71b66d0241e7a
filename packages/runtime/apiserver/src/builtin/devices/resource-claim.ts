import { type FieldError, forbiddenField } from '@gotk/objects';
import type { StrategyContext } from '../../registry/resource-strategy.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';
import { checkClaimStatus } from './check-claim-status.js';
import { checkDeviceClaim } from './check-device-claim.js';
import type { ResourceClaimDraft, ResourceClaimSpecDraft } from './device-drafts.js';

/** Only in namespaces with this label may claims look into devices that others use. */
const ADMIN_LABEL = 'resource.kubernetes.io/admin-access';

/** ResourceClaims ask for devices; what they ask for cannot change. */
export const resourceClaimKind = builtinKind<ResourceClaimDraft>({
  strategy: {
    validate: (claim, context) => [
      ...checkAdminAccess(claim.spec, context),
      ...namespacedMeta(claim),
      ...checkDeviceClaim(claim.spec, 'spec'),
    ],
    validateUpdate: (claim, old) => [
      ...namespacedMeta(claim),
      ...changedMeta(claim, old),
      ...checkImmutable(claim.spec, old.spec, 'spec', 'resource.ResourceClaimSpec'),
    ],
    validateStatusUpdate: (claim, old, context) => [
      ...checkAdminStatus(claim, old, context),
      ...changedMeta(claim, old),
      ...checkClaimStatus(claim, old),
    ],
  },
});

/** An error for a claim, or a template of claims, that asks for more than its namespace allows. */
export function checkAdminAccess({ devices }: ResourceClaimSpecDraft, context: StrategyContext): readonly FieldError[] {
  const index = (devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess === true);
  return index === -1 ? [] : requireAdminLabel(`spec.devices.requests[${index}].adminAccess`, context);
}

function checkAdminStatus({ status }: ResourceClaimDraft, old: ResourceClaimDraft, context: StrategyContext) {
  const place = ({ allocation }: NonNullable<ResourceClaimDraft['status']> = {}): number =>
    (allocation?.devices?.results ?? []).findIndex(({ adminAccess }) => adminAccess === true);
  const index = place(status);
  if (index === -1 || place(old.status) !== -1) return [];
  return requireAdminLabel(`status.allocation.devices.results[${index}].adminAccess`, context);
}

function requireAdminLabel(field: string, { store, namespace = '' }: StrategyContext): readonly FieldError[] {
  const labels = store.get('/namespaces', namespace)?.object.metadata.labels ?? {};
  const detail = `admin access to devices requires the \`${ADMIN_LABEL}: true\` label on the containing namespace`;
  return labels[ADMIN_LABEL] === 'true' ? [] : [forbiddenField(field, detail)];
}
