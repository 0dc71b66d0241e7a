import type { JsonObject } from '@gotk/json';
import type { ApiCore } from '../core/api-core.js';
import { renderTime } from '../core/kube-time.js';
import type { DraftObject } from '../drafts/draft.js';
import { trackUpdate } from '../managed-fields/field-tracker.js';
import { stamped } from '../rest/create-object.js';
import { recordKey } from '../storage/object-record.js';
import { bootstrapObjects } from './bootstrap-objects.generated.js';

const MANAGER = 'kube-apiserver';
const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io/';
const FLOW_CONTROL_MANAGER = 'api-priority-and-fairness-config-producer-v1';

/** Creates what every cluster has from the start, as far as it is not there. */
export async function ensureSystemObjects(core: ApiCore): Promise<void> {
  const writes = bootstrapObjects.map((text) => {
    const [collection, body] = JSON.parse(text) as [string, JsonObject]; // Generated in this form.
    return ensure(core, collection, body);
  });
  await Promise.all(writes);
}

async function ensure(core: ApiCore, collection: string, body: JsonObject): Promise<void> {
  const { apiVersion, kind } = body as { readonly apiVersion: string; readonly kind: string };
  const { metadata } = body as unknown as DraftObject;
  const key = recordKey(metadata.namespace, metadata.name ?? '');
  const served = core.registry.servedKind(apiVersion, kind);
  if (served === undefined || core.store.get(collection, key) !== undefined) return;
  const nowMs = core.clock.now();
  const { object: draft } = served.version.codec.decode(body);
  trackUpdate(
    {
      served,
      live: undefined,
      manager: apiVersion.startsWith(FLOW_CONTROL) ? FLOW_CONTROL_MANAGER : MANAGER,
      subresource: undefined,
      nowMs,
    },
    draft,
  );
  const now = renderTime(nowMs);
  draft.metadata.creationTimestamp = now;
  draft.metadata.uid = core.ids.uuid();
  stampConditions(draft, now);
  await core.store.put({ collection, key, expected: undefined }, (revision) => stamped(draft, revision));
}

function stampConditions(draft: DraftObject, now: string): void {
  const status = draft['status'] as { conditions?: { lastTransitionTime?: string }[] } | undefined;
  for (const condition of status?.conditions ?? []) condition.lastTransitionTime = now;
}
