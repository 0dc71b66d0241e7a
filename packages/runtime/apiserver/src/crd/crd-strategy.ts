import { renderTime } from '../core/kube-time.js';
import type { DraftObject } from '../drafts/draft.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import type { CrdCondition } from './custom-resource-definition.js';
import { definitionSpec } from './definition/definition-spec.js';
import { unrecognizedFormats } from './definition/schema/unrecognized-formats.js';
import {
  validateDefinition,
  validateDefinitionStatus,
  validateDefinitionUpdate,
  type WrittenDefinition,
} from './definition/validate-definition.js';
import { withCondition } from './with-condition.js';

interface NamesDraft {
  plural?: string;
  singular?: string;
  kind?: string;
  listKind?: string;
}

/** A CustomResourceDefinition under way to the store. */
export interface CrdDraft extends DraftObject {
  spec: {
    group: string;
    names: NamesDraft;
    versions?: { name: string; storage: boolean }[] | null;
    conversion?: { strategy: string };
  };
  status?: { conditions?: unknown; acceptedNames?: unknown; storedVersions?: string[] | null };
}

const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** CustomResourceDefinitions name their singular and list kinds, and remember every version they were stored in. */
export const crdStrategy: ResourceStrategy<CrdDraft> = {
  generation: true,
  statusField: true,
  returnsDeleted: true,
  prepareForCreate: (crd) => {
    const stored = storageVersion(crd);
    const storedVersions = stored === undefined ? null : [stored];
    crd.status = { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions };
  },
  prepareForUpdate: (crd) => {
    const status = { ...crd.status };
    const stored = status.storedVersions ?? [];
    const added = storageVersion(crd);
    if (added === undefined || stored.includes(added)) return;
    crd.status = { ...status, storedVersions: [...stored, added] };
  },
  validate: (crd) => validateDefinition(written(crd)),
  validateUpdate: (crd, old) => validateDefinitionUpdate(written(crd), written(old)),
  validateStatusUpdate: (crd, old) => validateDefinitionStatus(written(crd), written(old)),
  warn: (crd, old) => {
    const known = old === undefined ? [] : formatsOf(old);
    const fresh = formatsOf(crd).filter((format) => !known.includes(format));
    return fresh.map((format) => `unrecognized format ${JSON.stringify(format)}`);
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

/** The version in which objects are stored: the first that says so. */
function storageVersion({ spec }: CrdDraft): string | undefined {
  return spec.versions?.find(({ storage }) => storage)?.name;
}

/** The draft as validation reads it. */
function written(crd: CrdDraft): WrittenDefinition {
  return crd as unknown as WrittenDefinition; // Read by the kind's type, which says the same.
}

/** What all versions have in common is said once. */
function formatsOf(crd: CrdDraft): readonly string[] {
  const { versions, common } = definitionSpec(written(crd).spec);
  return [common, ...versions].flatMap(({ schema }) =>
    schema?.openAPIV3Schema === undefined ? [] : unrecognizedFormats(schema.openAPIV3Schema),
  );
}
