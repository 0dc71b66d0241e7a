import {
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  type LabelSelector,
  validateLabelSelector,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegativeQuantity } from '../check-numbers.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';

interface CapacityDraft extends DraftObject {
  storageClassName: string;
  capacity?: string;
  nodeTopology?: LabelSelector;
}

/** How much storage of a class is left in a part of the cluster. */
export const csiStorageCapacityKind = builtinKind<CapacityDraft>({
  strategy: {
    validate: (capacity) => [...namespacedMeta(capacity), ...check(capacity)],
    validateUpdate: (capacity, old) => [
      ...changedMeta(capacity, old),
      ...check(capacity),
      ...checkImmutable(capacity.nodeTopology, old.nodeTopology, 'nodeTopology', 'v1.LabelSelector'),
      ...checkImmutable(capacity.storageClassName, old.storageClassName, 'storageClassName'),
    ],
  },
});

function check({ storageClassName = '', capacity, nodeTopology }: CapacityDraft): readonly FieldError[] {
  return [
    ...validateLabelSelector(nodeTopology, 'nodeTopology'),
    ...checkDns1123Subdomain(storageClassName).map((error) =>
      invalidField('storageClassName', storageClassName, error),
    ),
    ...(capacity === undefined ? [] : checkNonNegativeQuantity(capacity, 'capacity')),
  ];
}
