import { builtinKind } from '../builtin-kinds.js';
import { checkTemplateMeta } from '../check-template-meta.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';
import { checkDeviceClaim } from './check-device-claim.js';
import type { ResourceClaimTemplateDraft } from './device-drafts.js';
import { checkAdminAccess } from './resource-claim.js';

/** ResourceClaimTemplates are what claims for single pods are made of. */
export const resourceClaimTemplateKind = builtinKind<ResourceClaimTemplateDraft>({
  strategy: {
    validate: (template, context) => [...checkAdminAccess(template.spec.spec ?? {}, context), ...check(template)],
    validateUpdate: (template, old) => [
      ...check(template),
      ...changedMeta(template, old),
      ...checkImmutable(template.spec, old.spec, 'spec', 'resource.ResourceClaimTemplateSpec'),
    ],
  },
});

function check(template: ResourceClaimTemplateDraft) {
  const { metadata = {}, spec = {} } = template.spec;
  return [
    ...namespacedMeta(template),
    ...checkTemplateMeta(metadata, 'spec.metadata'),
    ...checkDeviceClaim(spec, 'spec.spec'),
  ];
}
