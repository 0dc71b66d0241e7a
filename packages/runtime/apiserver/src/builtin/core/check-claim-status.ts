import { type FieldError, notSupportedField, requiredField, validateQualifiedName } from '@gotk/objects';
import { isNativeResource } from '../resources/resource-names.js';
import { checkBasicAmount } from './check-basic-amount.js';
import type { ClaimDraft } from './claim-draft.js';

const RESIZE_STATUSES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];

/** What is wrong with what is reported of a claim. */
export function checkClaimStatus({ spec, status }: ClaimDraft): readonly FieldError[] {
  const { capacity = {}, allocatedResources = {}, allocatedResourceStatuses: statuses = {} } = status;
  const [allocated, resized] = ['status.allocatedResources', 'status.allocatedResourceStatuses'];
  return [
    ...((spec.accessModes ?? []).length === 0 ? [requiredField('Spec.accessModes')] : []),
    ...Object.entries(capacity).flatMap(([name, amount]) => checkBasicAmount(amount, `status.capacity[${name}]`)),
    ...Object.entries(statuses).flatMap(([name, text]) => [
      ...checkResourceKey(name, resized),
      ...(RESIZE_STATUSES.includes(text) ? [] : [notSupportedField(resized, name, RESIZE_STATUSES)]),
    ]),
    ...Object.entries(allocatedResources).flatMap(([name, amount]) => {
      const errors = checkResourceKey(name, allocated);
      return errors.length > 0 ? errors : checkBasicAmount(amount, `${allocated}[${name}]`);
    }),
  ];
}

function checkResourceKey(name: string, field: string): readonly FieldError[] {
  const errors = validateQualifiedName(name, field);
  if (errors.length > 0 || name === 'storage' || !isNativeResource(name)) return errors;
  return [notSupportedField(field, name, ['storage'])];
}
