import type { ResourceQuotaDraft } from '../../builtin/core/resource-quota.js';
import type { ApiCore } from '../../core/api-core.js';
import { type DraftObject, draftOf, sealDraft } from '../../drafts/draft.js';
import { staleWrite } from '../../errors/api-errors.js';
import { trackUpdate } from '../../managed-fields/field-tracker.js';
import type { ChargedQuota } from './resource-quota-plugin.js';

const COLLECTION = '/resourcequotas';
/** Whoever watches managedFields sees that the server itself counted. */
const MANAGER = 'kube-apiserver';

/** Writes what is used of quotas. The first turn of this function stores all of them: nothing can come in between. */
export async function storeUsage(core: ApiCore, charged: readonly ChargedQuota[]): Promise<void> {
  const served = core.registry.served('', 'v1', 'resourcequotas');
  if (served === undefined) return;
  const writes = charged.map(({ record, used }) => {
    const draft = draftOf(record.object) as DraftObject & Pick<ResourceQuotaDraft, 'status'>;
    draft.status = { ...draft.status, used };
    const tracked = { served, live: record.object, manager: MANAGER, subresource: 'status', nowMs: core.clock.now() };
    trackUpdate(tracked, draft);
    const target = { collection: COLLECTION, key: record.key, expected: record };
    return core.store.put(target, (revision) => {
      draft.metadata.resourceVersion = String(revision);
      return sealDraft(draft);
    });
  });
  for (const [index, outcome] of (await Promise.all(writes)).entries()) {
    const name = charged[index]?.record.object.metadata.name ?? '';
    if (outcome.kind === 'raced') throw staleWrite({ group: '', resource: 'resourcequotas' }, name);
  }
}
