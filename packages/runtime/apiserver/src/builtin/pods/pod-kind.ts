import { checkDns1123Label, type FieldError, forbiddenField, invalidField } from '@gotk/objects';
import { renderTime } from '../../core/kube-time.js';
import { builtinKind } from '../builtin-kinds.js';
import type { PodDraft, PodStatusDraft } from '../core/pod-draft.js';
import { internalDifference } from '../internal-values/internal-difference.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { sameValue } from '../same-value.js';
import { moveAppArmorAnnotations } from './app-armor-annotations.js';
import { checkPodStatus } from './check-pod-status.js';
import { checkPodUpdate } from './check-pod-update.js';
import { checkAppArmorMatches } from './checks/check-app-armor.js';
import { checkImageSpaces } from './checks/check-containers.js';
import { checkPodAnnotations } from './checks/check-pod-annotations.js';
import { checkPodSpec } from './checks/check-pod-spec.js';
import { dropDisabled } from './drop-disabled.js';
import { mergeLabelKeys } from './merge-label-keys.js';
import { podWarnings } from './pod-warnings.js';
import { qosClass } from './qos-class.js';

const GATED = 'Scheduling is blocked due to non-empty scheduling gates';

/** Pods begin pending; what runs them owns their status, and most of their spec stays as it was created. */
export const podKind = builtinKind<PodDraft>({
  strategy: {
    prepareForCreate: (pod, { nowMs, warnings }) => {
      dropDisabled(pod.spec);
      warnings.push(...moveAppArmorAnnotations(pod));
      if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1;
      pod.status = initialStatus(pod, renderTime(nowMs));
      mergeLabelKeys(pod);
    },
    prepareForUpdate: ({ spec }) => dropDisabled(spec),
    statusResets: [['spec'], ['metadata', 'deletionTimestamp'], ['metadata', 'ownerReferences']],
    prepareForStatusUpdate: keepForStatus,
    validate: (pod) => [...checkPod(pod), ...checkCreation(pod)],
    validateUpdate: (pod, old) => [...changedMeta(pod, old), ...checkPod(pod), ...checkPodUpdate(pod, old)],
    validateStatusUpdate: (pod, old) => [...changedMeta(pod, old), ...checkPodStatus(pod, old)],
    gracePeriodSeconds: ({ spec, status }, requested) => {
      const ended = status.phase === 'Failed' || status.phase === 'Succeeded';
      if ((spec.nodeName ?? '') === '' || ended) return 0;
      const seconds = requested ?? spec.terminationGracePeriodSeconds ?? 0;
      return seconds < 0 ? 1 : seconds;
    },
    subresources: {
      ephemeralcontainers: {
        prepareForUpdate: (pod, old) => {
          const { ephemeralContainers } = pod.spec;
          pod.spec = { ...old.spec, ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }) };
          pod.status = old.status;
          raiseGeneration(pod, old);
        },
        validateUpdate: (pod, old) => [...changedMeta(pod, old), ...checkPod(pod), ...checkEphemeral(pod, old)],
      },
      resize: {
        prepareForUpdate: (pod, old) => {
          pod.spec = withResources(pod, old);
          pod.status = old.status;
          raiseGeneration(pod, old);
        },
        validateUpdate: (pod, old) => [...changedMeta(pod, old), ...checkPod(pod), ...checkResize(pod, old)],
      },
    },
    warn: (pod, old) => {
      const { metadata } = pod;
      if (old !== undefined) return [];
      const problems = checkDns1123Label(metadata.name ?? '');
      const advice =
        "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
      const named = problems.length === 0 ? [] : [`metadata.name: ${advice}: [${problems.join(' ')}]`];
      return [...named, ...podWarnings(pod)];
    },
  },
});

function initialStatus({ spec }: PodDraft, now: string): PodStatusDraft {
  const status: PodStatusDraft = { phase: 'Pending', qosClass: qosClass(spec) };
  if ((spec.schedulingGates ?? []).length === 0) return status;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: GATED,
  };
  return { ...status, conditions: [condition] };
}

/** The status subresource touches neither owners nor the class that the pod was given at its creation. */
function keepForStatus(pod: PodDraft, old: PodDraft): void {
  if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences;
  else pod.metadata.ownerReferences = old.metadata.ownerReferences;
  if (old.status.qosClass !== undefined) pod.status.qosClass ??= old.status.qosClass;
  const generations = new Map(
    (old.status.conditions ?? []).map(({ type, observedGeneration }) => [type, observedGeneration]),
  );
  for (const condition of pod.status.conditions ?? []) {
    const known = generations.get(condition.type);
    if (known !== undefined) condition.observedGeneration ??= known;
  }
}

function raiseGeneration({ metadata, spec }: PodDraft, old: PodDraft): void {
  if (!sameValue(spec, old.spec)) metadata.generation = (old.metadata.generation ?? 0) + 1;
}

/** The old spec with the resources of the new one. */
function withResources({ spec }: PodDraft, { spec: old }: PodDraft): PodDraft['spec'] {
  const resized = { ...old };
  for (const list of ['containers', 'initContainers'] as const) {
    const containers = old[list] ?? undefined;
    if (containers === undefined) continue;
    resized[list] = containers.map((container) => {
      const resources = (spec[list] ?? []).find(({ name }) => name === container.name)?.resources;
      return resources === undefined ? container : { ...container, resources };
    });
  }
  return resized;
}

function checkPod(pod: PodDraft): readonly FieldError[] {
  return [
    ...namespacedMeta(pod),
    ...checkPodAnnotations(pod.metadata, pod.spec, 'metadata.annotations'),
    ...checkPodSpec(pod.spec, 'spec', pod.metadata.name ?? ''),
    ...checkTokenVolumes(pod),
    ...(['containers', 'initContainers'] as const).flatMap((list) =>
      (pod.spec[list] ?? []).flatMap((container, index) => checkImageSpaces(container, `spec.${list}[${index}]`)),
    ),
  ];
}

interface Projected {
  readonly sources?: readonly { readonly serviceAccountToken?: unknown }[];
}

function checkTokenVolumes({ spec }: PodDraft): readonly FieldError[] {
  if ((spec.serviceAccountName ?? '') !== '') return [];
  const detail = 'must not be specified when serviceAccountName is not set';
  return (spec.volumes ?? []).flatMap((volume, index) =>
    ((volume['projected'] as Projected | undefined)?.sources ?? []).flatMap(({ serviceAccountToken }, source) =>
      serviceAccountToken === undefined
        ? []
        : [forbiddenField(`spec.volumes[${index}].projected.sources[${source}].serviceAccountToken`, detail)],
    ),
  );
}

function checkCreation({ metadata, spec }: PodDraft): readonly FieldError[] {
  const gated = (spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0;
  const detail = 'cannot be set until all schedulingGates have been cleared';
  return [
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')]
      : []),
    ...(gated ? [forbiddenField('spec.nodeName', detail)] : []),
    ...checkAppArmorMatches(metadata, spec, 'spec'),
  ];
}

function checkEphemeral({ spec }: PodDraft, { spec: old }: PodDraft): readonly FieldError[] {
  return (old.ephemeralContainers ?? []).flatMap((container) => {
    const now = (spec.ephemeralContainers ?? []).find(({ name }) => name === container.name);
    const field = 'spec.ephemeralContainers';
    const gone = `existing ephemeral containers ${JSON.stringify(container.name)} may not be removed\n`;
    if (now === undefined) return [forbiddenField(field, gone)];
    if (sameValue(now, container)) return [];
    const difference = internalDifference('core.EphemeralContainer', container, now);
    const refused = `existing ephemeral containers ${JSON.stringify(container.name)} may not be changed\n${difference}`;
    return [forbiddenField(field, refused)];
  });
}

/** What is wrong with other resources for a pod that may run already. */
function checkResize(pod: PodDraft, old: PodDraft): readonly FieldError[] {
  const errors: FieldError[] = [];
  const before = old.status.qosClass ?? qosClass(old.spec);
  if (before !== qosClass(pod.spec))
    errors.push(invalidField('spec', before, 'Pod QOS Class may not change as a result of resizing'));
  const statuses = (old.status['containerStatuses'] ?? []) as readonly RunningStatus[]; // By the kind's codec.
  const running = statuses.find(({ state }) => state?.running !== undefined);
  if (running !== undefined && running.resources === undefined)
    errors.push(forbiddenField('spec', 'Pod running on node without support for resize'));
  return [...errors, ...checkRemovedResources(pod, old)];
}

interface RunningStatus {
  readonly state?: { readonly running?: unknown };
  readonly resources?: unknown;
}

function checkRemovedResources({ spec }: PodDraft, { spec: old }: PodDraft): readonly FieldError[] {
  return (old.containers ?? []).flatMap(({ resources: before }, index) =>
    (['requests', 'limits'] as const).flatMap((list) => {
      const now = spec.containers?.[index]?.resources?.[list] ?? {};
      const isRemoved = Object.keys(before?.[list] ?? {}).some((name) => now[name] === undefined);
      const field = `spec.containers[${index}].resources.${list}`;
      return isRemoved ? [forbiddenField(field, `resource ${list} cannot be removed`)] : [];
    }),
  );
}
