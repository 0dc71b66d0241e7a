import { duplicateField, type FieldError, requiredField } from '@gotk/objects';

/** The status of both kinds of the group. */
export interface FlowStatusDraft {
  conditions?: { type?: string }[];
}

/** What is wrong with the conditions of a status. */
export function checkFlowConditions({ conditions = [] }: FlowStatusDraft = {}): readonly FieldError[] {
  return conditions.flatMap(({ type = '' }, index) => {
    const field = `status.conditions[${index}].type`;
    const isRepeated = conditions.slice(0, index).some((other) => (other.type ?? '') === type);
    return [...(isRepeated ? [duplicateField(field, type)] : []), ...(type === '' ? [requiredField(field, '')] : [])];
  });
}
