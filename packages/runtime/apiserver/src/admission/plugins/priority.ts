import type { KubeObject } from '@gotk/objects';
import type { PodDraft } from '../../builtin/core/pod-draft.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite, writesResource } from '../forbid-write.js';

const CLASSES = 'scheduling.k8s.io/priorityclasses';

/** A PriorityClass as it is stored. */
interface PriorityClass {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

/** Pods have the priority of their class, and only one class is every pod's. */
export function priority(store: Store): AdmissionPlugin {
  return {
    admit: (review) => {
      if (!writesResource(review, '/pods') || review.object === undefined) return;
      const pod = review.object as PodDraft;
      if (review.operation === 'CREATE') setPriority(store, review, pod);
      else keepPriority(pod, review.oldObject);
    },
    validate: (review) => {
      if (writesResource(review, CLASSES) && review.object !== undefined) refuseSecondDefault(store, review);
    },
  };
}

function setPriority(store: Store, review: AdmissionReview, { spec }: PodDraft): void {
  const name = spec.priorityClassName ?? '';
  const chosen = name === '' ? defaultClass(store) : store.get(CLASSES, name)?.object;
  if (name !== '' && chosen === undefined) throw forbidWrite(review, `no PriorityClass with name ${name} was found`);
  const { value, preemptionPolicy } = classOf(chosen);
  if (chosen?.metadata.name !== undefined) spec.priorityClassName = chosen.metadata.name;
  const given = 'priority admission controller computed';
  if (spec.priority !== undefined && spec.priority !== value) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${given} ${value}`;
    throw forbidWrite(review, `${why} from the given PriorityClass name`);
  }
  spec.priority = value;
  if (preemptionPolicy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec`;
    throw forbidWrite(review, `${why}; ${given} ${preemptionPolicy} from the given PriorityClass name`);
  }
  spec.preemptionPolicy = preemptionPolicy;
}

function classOf(object: KubeObject | undefined): PriorityClass {
  if (object === undefined) return { value: 0, preemptionPolicy: 'PreemptLowerPriority' };
  return object as unknown as PriorityClass; // By the collection's codec.
}

/** Of several classes that are the default, the one with the lowest priority. */
function defaultClass(store: Store): KubeObject | undefined {
  let lowest: KubeObject | undefined;
  for (const { object } of store.scan(CLASSES)) {
    const { globalDefault, value } = classOf(object);
    if (globalDefault === true && (lowest === undefined || value < classOf(lowest).value)) lowest = object;
  }
  return lowest;
}

/** What was given at the creation stays; who writes the pod without it means no change. */
function keepPriority({ spec }: PodDraft, old: KubeObject | undefined): void {
  const before = (old as unknown as PodDraft | undefined)?.spec;
  if (before?.priority !== undefined) spec.priority ??= before.priority;
  if (before?.preemptionPolicy !== undefined) spec.preemptionPolicy ??= before.preemptionPolicy;
}

function refuseSecondDefault(store: Store, review: AdmissionReview): void {
  const { globalDefault } = review.object as unknown as PriorityClass;
  const present = globalDefault === true ? defaultClass(store)?.metadata.name : undefined;
  if (present === undefined || (review.operation === 'UPDATE' && present === review.object?.metadata.name)) return;
  throw forbidWrite(review, `PriorityClass ${present} is already marked as default. Only one default can exist`);
}
