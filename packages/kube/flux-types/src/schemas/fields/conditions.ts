import { choice, integer, list, map, required, sharedObject, text, time } from '../build.js';
import type { ListSchema, ObjectSchema, Schema } from '../schema.js';
import { CONDITION_REASON, CONDITION_TYPE } from './patterns.js';

const condition = sharedObject('Condition', 'One observed aspect of the object.', {
  type: required(text('Name of the aspect, such as Ready.', { maxLength: 316, pattern: CONDITION_TYPE })),
  status: required(choice('Whether the aspect holds.', ['True', 'False', 'Unknown'])),
  reason: required(
    text('Why, in one CamelCase word that programs may test.', {
      minLength: 1,
      maxLength: 1024,
      pattern: CONDITION_REASON,
    }),
  ),
  message: required(text('Why, in words for people.', { maxLength: 32768 })),
  lastTransitionTime: required(time('When the status last changed.')),
  observedGeneration: integer('Generation of the object that the condition speaks of.', {
    format: 'int64',
    minimum: 0,
  }),
});

/** `status.conditions`. */
export function conditions(): ListSchema {
  return list('What the controller last observed.', condition);
}

/** The default of a status that nothing has observed yet. */
export const NOT_OBSERVED = { default: { observedGeneration: -1 } } as const;

/** Fields of every status that is reconciled on request. */
export function reconcileStatus(): Readonly<Record<string, Schema>> {
  return {
    observedGeneration: integer('Generation that the status speaks of.', { format: 'int64' }),
    lastHandledReconcileAt: text('Last value seen of the annotation that requests a reconciliation.'),
    conditions: conditions(),
  };
}

const commonMetadataSchema = sharedObject('CommonMetadata', 'Labels and annotations for every object made.', {
  labels: map('Labels to set.'),
  annotations: map('Annotations to set.'),
});

/** `spec.commonMetadata`. */
export function commonMetadata(): ObjectSchema {
  return commonMetadataSchema;
}
