import { type JsonValue, jsonEqual } from '@gotk/json';
import type { PodDraft, ResourceList, TolerationDraft } from '../../builtin/core/pod-draft.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite, writesResource } from '../forbid-write.js';

interface RuntimeClass {
  readonly overhead?: { readonly podFixed?: ResourceList };
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly TolerationDraft[];
  };
}

/** What a pod costs beyond its containers, and where it may run, follow from how it is run. */
export function runtimeClass(store: Store): AdmissionPlugin {
  return {
    admit: (review) => {
      if (review.operation !== 'CREATE' || !writesResource(review, '/pods')) return;
      const pod = review.object as PodDraft;
      const found = classOf(store, review, pod);
      takeOverhead(review, pod, found);
      takeScheduling(review, pod, found);
    },
    validate: (review) => {
      if (review.operation !== 'CREATE' || !writesResource(review, '/pods')) return;
      const { spec } = review.object as PodDraft;
      const fixed = classOf(store, review, review.object as PodDraft)?.overhead?.podFixed;
      if (fixed === undefined && spec['overhead'] !== undefined)
        throw forbidWrite(review, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    },
  };
}

function classOf(store: Store, review: AdmissionReview, { spec }: PodDraft): RuntimeClass | undefined {
  const name = spec['runtimeClassName'];
  if (name === undefined) return undefined;
  const found = store.get('node.k8s.io/runtimeclasses', String(name))?.object;
  if (found === undefined) throw forbidWrite(review, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return found as unknown as RuntimeClass; // By the collection's codec.
}

function takeOverhead(review: AdmissionReview, { spec }: PodDraft, found: RuntimeClass | undefined): void {
  const fixed = found?.overhead?.podFixed;
  if (found?.overhead === undefined) return;
  const given = (spec['overhead'] ?? {}) as ResourceList;
  if (Object.keys(given).length > 0 && !jsonEqual(given, (fixed ?? {}) as JsonValue))
    throw forbidWrite(review, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  if (fixed !== undefined) spec['overhead'] = { ...fixed };
}

function takeScheduling(review: AdmissionReview, { spec }: PodDraft, found: RuntimeClass | undefined): void {
  const { nodeSelector = {}, tolerations = [] } = found?.scheduling ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    const own = spec.nodeSelector?.[key];
    if (own === undefined || own === value) continue;
    const pod = `pod.spec.nodeSelector[${key}] = ${own}`;
    throw forbidWrite(review, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; ${pod}`);
  }
  if (Object.keys(nodeSelector).length > 0) spec.nodeSelector = { ...nodeSelector, ...spec.nodeSelector };
  const fresh = tolerations.filter(
    (toleration) => !(spec.tolerations ?? []).some((own) => JSON.stringify(own) === JSON.stringify(toleration)),
  );
  if (fresh.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...fresh.map((item) => ({ ...item }))];
}
