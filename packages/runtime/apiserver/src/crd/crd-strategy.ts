import { renderTime } from '../core/kube-time.js';
import type { DraftObject } from '../drafts/draft.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import type { CrdCondition } from './custom-resource-definition.js';
import { withCondition } from './with-condition.js';

interface NamesDraft {
  plural: string;
  singular?: string;
  kind: string;
  listKind?: string;
}

/** A CustomResourceDefinition under way to the store. */
export interface CrdDraft extends DraftObject {
  spec: {
    group: string;
    names: NamesDraft;
    versions: { name: string; storage: boolean }[];
    conversion?: { strategy: string };
  };
  status?: { conditions?: unknown; acceptedNames?: unknown; storedVersions?: string[] };
}

const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** CustomResourceDefinitions name their singular and list kinds, and remember every version they were stored in. */
export const crdStrategy: ResourceStrategy<CrdDraft> = {
  generation: true,
  statusField: true,
  returnsDeleted: true,
  prepareForCreate: (crd) => {
    setDefaults(crd);
    const stored = crd.spec.versions.filter(({ storage }) => storage).map(({ name }) => name);
    crd.status = { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: stored };
  },
  prepareForUpdate: (crd) => {
    setDefaults(crd);
    const status = { ...crd.status };
    const stored = status.storedVersions ?? [];
    const added = crd.spec.versions
      .filter(({ name, storage }) => storage && !stored.includes(name))
      .map(({ name }) => name);
    if (added.length > 0) crd.status = { ...status, storedVersions: [...stored, ...added] };
  },
  beginDeletion: (crd, { nowMs }) => {
    if (crd.metadata.deletionTimestamp !== undefined) return undefined;
    const now = renderTime(nowMs);
    const finalizers = crd.metadata.finalizers ?? [];
    crd.metadata.deletionTimestamp = now;
    if (!finalizers.includes(CLEANUP_FINALIZER)) crd.metadata.finalizers = [...finalizers, CLEANUP_FINALIZER];
    const conditions = withCondition((crd.status?.conditions ?? []) as CrdCondition[], {
      type: 'Terminating',
      status: 'True',
      lastTransitionTime: now,
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    });
    crd.status = { ...crd.status, conditions };
    return 'mark';
  },
};

function setDefaults({ spec }: CrdDraft): void {
  spec.names.singular ??= spec.names.kind.toLowerCase();
  spec.names.listKind ??= `${spec.names.kind}List`;
  spec.conversion ??= { strategy: 'None' };
}
