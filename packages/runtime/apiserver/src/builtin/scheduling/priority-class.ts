import { type FieldError, forbiddenField, notSupportedField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';

interface PriorityClassDraft extends DraftObject {
  value: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

const HIGHEST = 1_000_000_000;
const RESERVED = 'system-';
const SYSTEM: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** PriorityClasses name how important pods are. */
export const priorityClassKind = builtinKind<PriorityClassDraft>({
  strategy: {
    // Only its first generation is told.
    generation: false,
    prepareForCreate: ({ metadata }) => {
      metadata.generation = 1;
    },
    validate: (priority) => [...clusterMeta(priority), ...check(priority)],
    validateUpdate: (priority, old) => [
      ...changedMeta(priority, old),
      ...(priority.value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
      ...checkImmutable(priority.preemptionPolicy, old.preemptionPolicy, 'preemptionPolicy'),
    ],
  },
});

function check(priority: PriorityClassDraft): readonly FieldError[] {
  const { value, preemptionPolicy: policy } = priority;
  const name = priority.metadata.name ?? '';
  return [
    ...(name.startsWith(RESERVED) ? checkSystem(priority) : []),
    ...(!name.startsWith(RESERVED) && value > HIGHEST
      ? [forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST}`)]
      : []),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupportedField('preemptionPolicy', policy, POLICIES)]),
  ];
}

function checkSystem({
  metadata: { name = '' },
  value,
  globalDefault = false,
}: PriorityClassDraft): readonly FieldError[] {
  const expected = Object.hasOwn(SYSTEM, name) ? SYSTEM[name] : undefined;
  const why =
    expected === undefined
      ? `${name} is not a known system priority class`
      : value !== expected
        ? `value of ${name} PriorityClass must be ${expected}`
        : globalDefault
          ? `globalDefault of ${name} PriorityClass must be false`
          : undefined;
  if (why === undefined) return [];
  const reserved = `priority class names with '${RESERVED}' prefix are reserved for system use only. error: ${why}`;
  return [forbiddenField('metadata.name', reserved)];
}
