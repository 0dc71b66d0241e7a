import { type FieldError, forbiddenField, invalidField, requiredField } from '@gotk/objects';
import type { ContainerDraft, PodDraft, PodSpecDraft, TolerationDraft } from '../core/pod-draft.js';
import { internalDifference } from '../internal-values/internal-difference.js';
import { sameValue } from '../same-value.js';
import { checkGatedUpdate, withoutGatedChanges } from './check-gated-update.js';
import { checkTolerations } from './checks/check-scheduling.js';

const MAX_INT32 = 2_147_483_647;
const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** What is wrong with a change of a pod's spec: most of it stays as it was created. */
export function checkPodUpdate({ spec }: PodDraft, { spec: old }: PodDraft): readonly FieldError[] {
  for (const list of ['containers', 'initContainers'] as const) {
    if ((spec[list] ?? []).length !== (old[list] ?? []).length)
      return [forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers')];
  }
  const images = (['containers', 'initContainers'] as const).flatMap((list) =>
    checkImages(spec[list] ?? [], `spec.${list}`),
  );
  const isLonger = checkDeadline(spec, old);
  if (isLonger.length > 0) return [...images, ...isLonger];
  const isGated = (old.schedulingGates ?? []).length > 0;
  const errors = [
    ...images,
    ...checkDeadlineKept(spec, old),
    ...checkAddedTolerations(spec.tolerations ?? [], old.tolerations ?? []),
    ...checkGates(spec, old),
    ...(isGated ? checkGatedUpdate(spec, old) : []),
  ];
  const free = withoutChangeable(spec, old);
  const munged = isGated ? withoutGatedChanges(free, old) : free;
  if (sameValue(munged, old)) return errors;
  const difference = internalDifference('core.PodSpec', old, munged);
  const detail = `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n${difference}`;
  return [...errors, forbiddenField('spec', detail)];
}

function checkImages(containers: readonly ContainerDraft[], field: string): readonly FieldError[] {
  const spaces = 'must not have leading or trailing whitespace';
  return containers.flatMap(({ image = '' }, index) => {
    const at = `${field}[${index}].image`;
    if (image === '') return [requiredField(at)];
    return image.trim() === image ? [] : [invalidField(at, image, spaces)];
  });
}

const DEADLINE = 'spec.activeDeadlineSeconds';

/** An error after which nothing else is looked at. */
function checkDeadline(
  { activeDeadlineSeconds: seconds }: PodSpecDraft,
  { activeDeadlineSeconds: before }: PodSpecDraft,
): readonly FieldError[] {
  if (seconds === undefined) return [];
  if (seconds < 0 || seconds > MAX_INT32)
    return [invalidField(DEADLINE, seconds, `must be between 0 and ${MAX_INT32}, inclusive`)];
  const later = before !== undefined && before < seconds;
  return later ? [invalidField(DEADLINE, seconds, 'must be less than or equal to previous value')] : [];
}

function checkDeadlineKept(
  { activeDeadlineSeconds: seconds }: PodSpecDraft,
  { activeDeadlineSeconds: before }: PodSpecDraft,
): readonly FieldError[] {
  if (seconds !== undefined || before === undefined) return [];
  return [invalidField(DEADLINE, null, 'must not update from a positive integer to nil value')];
}

function checkAddedTolerations(
  now: readonly TolerationDraft[],
  before: readonly TolerationDraft[],
): readonly FieldError[] {
  const field = 'spec.tolerations';
  const same = (a: TolerationDraft, b: TolerationDraft) =>
    (['key', 'operator', 'value', 'effect'] as const).every((part) => a[part] === b[part]);
  if (before.some((toleration) => !now.some((other) => same(toleration, other))))
    return [forbiddenField(field, 'existing toleration can not be modified except its tolerationSeconds')];
  return checkTolerations(now, field);
}

function checkGates(spec: PodSpecDraft, old: PodSpecDraft): readonly FieldError[] {
  const before = (old.schedulingGates ?? []).map(({ name }) => name);
  return (spec.schedulingGates ?? []).flatMap(({ name }, index) => {
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return before.includes(name) ? [] : [forbiddenField(`spec.schedulingGates[${index}].name`, detail)];
  });
}

/** The new spec with everything that may change set back. */
function withoutChangeable(spec: PodSpecDraft, old: PodSpecDraft): PodSpecDraft {
  const munged: PodSpecDraft = { ...spec };
  for (const list of ['containers', 'initContainers'] as const) {
    const containers = spec[list] ?? undefined;
    if (containers !== undefined)
      munged[list] = containers.map((container, index) => withImage(container, old[list]?.[index]?.image));
  }
  const back: (keyof PodSpecDraft)[] = ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'];
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1)
    back.push('terminationGracePeriodSeconds');
  for (const field of back) {
    if (old[field] === undefined) delete munged[field];
    else munged[field] = old[field];
  }
  return munged;
}

function withImage({ image: _, ...container }: ContainerDraft, image: string | undefined): ContainerDraft {
  return image === undefined ? container : { ...container, image };
}
