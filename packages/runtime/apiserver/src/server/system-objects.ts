import type { ApiCore } from '../core/api-core.js';
import { renderTime } from '../core/kube-time.js';
import type { DraftObject } from '../drafts/draft.js';
import { stamped } from '../rest/create-object.js';
import { recordKey } from '../storage/object-record.js';
import { bootstrapObjects } from './bootstrap-objects.generated.js';

/** Creates what every cluster has from the start, as far as it is not there. */
export async function ensureSystemObjects(core: ApiCore): Promise<void> {
  const writes = bootstrapObjects.map((text) => {
    const [collection, draft] = JSON.parse(text) as [string, DraftObject]; // Generated in this form, complete.
    return ensure(core, collection, draft);
  });
  await Promise.all(writes);
}

async function ensure(core: ApiCore, collection: string, draft: DraftObject): Promise<void> {
  const { apiVersion, kind, metadata } = draft;
  const key = recordKey(metadata.namespace, metadata.name ?? '');
  const isServed = core.registry.servedKind(apiVersion, kind) !== undefined;
  if (!isServed || core.store.get(collection, key) !== undefined) return;
  const now = renderTime(core.clock.now());
  metadata.creationTimestamp = now;
  metadata.uid = core.ids.uuid();
  metadata.managedFields = metadata.managedFields?.map((entry) => ({ ...entry, time: now })) ?? [];
  stampConditions(draft, now);
  await core.store.put({ collection, key, expected: undefined }, (revision) => stamped(draft, revision));
}

function stampConditions(draft: DraftObject, now: string): void {
  const status = draft['status'] as { conditions?: { lastTransitionTime?: string }[] } | undefined;
  for (const condition of status?.conditions ?? []) condition.lastTransitionTime = now;
}
