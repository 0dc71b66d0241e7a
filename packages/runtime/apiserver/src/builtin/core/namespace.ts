import { checkQualifiedName, type FieldError, invalidField, nameIsDnsLabel } from '@gotk/objects';
import { renderTime } from '../../core/kube-time.js';
import type { DraftObject } from '../../drafts/draft.js';
import { finalizersFor } from '../../rest/plan-deletion.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';

/** A Namespace under way to the store. */
export interface NamespaceDraft extends DraftObject {
  spec: { finalizers?: string[] };
  status: { phase?: string; conditions?: unknown[] };
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Namespaces begin active, carry a finalizer in their spec, and end through their own finalization. */
export const namespaceKind = builtinKind<NamespaceDraft>({
  strategy: {
    prepareForCreate: (namespace) => {
      const finalizers = namespace.spec.finalizers ?? [];
      namespace.spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
      namespace.status = { phase: 'Active' };
      labelName(namespace);
    },
    prepareForUpdate: (namespace, old) => {
      keepFinalizers(namespace, old);
      labelName(namespace);
    },
    validate: check,
    validateUpdate: (namespace, old) => [...check(namespace), ...changedMeta(namespace, old)],
    validateStatusUpdate: (namespace, old) => [...changedMeta(namespace, old), ...checkPhase(namespace)],
    subresources: {
      finalize: {
        prepareForUpdate: (namespace, old) => {
          namespace.status = old.status;
        },
        validateUpdate: (namespace, old) => [
          ...changedMeta(namespace, old),
          ...checkFinalizers(namespace, (index) => `spec.finalizers[${index}]`),
        ],
      },
    },
    beginDeletion: (namespace, { nowMs }, options) => {
      if (namespace.metadata.deletionTimestamp !== undefined)
        return (namespace.spec.finalizers ?? []).length > 0 ? 'wait' : undefined;
      namespace.metadata.deletionTimestamp = renderTime(nowMs);
      namespace.status.phase = 'Terminating';
      const finalizers = finalizersFor(namespace, options, {});
      if (finalizers.length > 0) namespace.metadata.finalizers = finalizers;
      return 'mark';
    },
    mayGo: ({ spec }) => (spec.finalizers ?? []).length === 0,
  },
});

function labelName({ metadata }: NamespaceDraft): void {
  metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name ?? '' };
}

function keepFinalizers(namespace: NamespaceDraft, old: NamespaceDraft): void {
  if (old.spec.finalizers === undefined) delete namespace.spec.finalizers;
  else namespace.spec.finalizers = old.spec.finalizers;
}

function check(namespace: NamespaceDraft): readonly FieldError[] {
  return [...clusterMeta(namespace, nameIsDnsLabel), ...checkFinalizers(namespace, () => 'spec.finalizers')];
}

function checkFinalizers({ spec }: NamespaceDraft, fieldAt: (index: number) => string): readonly FieldError[] {
  return (spec.finalizers ?? []).flatMap((name, index) => {
    const field = fieldAt(index);
    const errors = checkQualifiedName(name).map((error) => invalidField(field, name, error));
    if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return errors;
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    return [...errors, invalidField(field, name, detail)];
  });
}

function checkPhase({ metadata, status }: NamespaceDraft): readonly FieldError[] {
  const { phase = '' } = status;
  const [wanted, when] =
    metadata.deletionTimestamp === undefined
      ? ['Active', '`deletionTimestamp` is empty']
      : ['Terminating', '`deletionTimestamp` is not empty'];
  return phase === wanted ? [] : [invalidField('status.Phase', phase, `may only be '${wanted}' if ${when}`)];
}
