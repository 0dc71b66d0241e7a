import { parseJsonPath } from '@gotk/json-path';
import { LocatedError } from '@gotk/located-error';
import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import { type ConditionDraft, checkConditions } from '../check-conditions.js';

/** What the checker of a policy's expressions found, and whoever else reports on it. */
export interface ValidatingPolicyStatus {
  observedGeneration?: number;
  typeChecking?: { expressionWarnings?: readonly ExpressionWarning[] };
  conditions?: readonly ConditionDraft[];
}

/** What is wrong with an expression, by the types of what it is about. */
export interface ExpressionWarning {
  readonly fieldRef?: string;
  readonly warning?: string;
}

/** What is wrong with the status of a ValidatingAdmissionPolicy. */
export function validatePolicyStatus({
  status = {},
}: {
  readonly status?: ValidatingPolicyStatus;
}): readonly FieldError[] {
  const warnings = status.typeChecking?.expressionWarnings ?? [];
  return [
    ...warnings.flatMap((warning, index) =>
      validateWarning(warning, `status.typeChecking.expressionWarnings[${index}]`),
    ),
    ...checkConditions(status.conditions ?? [], 'status.conditions'),
  ];
}

function validateWarning({ fieldRef = '', warning = '' }: ExpressionWarning, field: string): readonly FieldError[] {
  return [
    ...(warning === '' ? [requiredField(`${field}.warning`)] : []),
    ...validateFieldRef(fieldRef.trim(), `${field}.fieldRef`),
  ];
}

function validateFieldRef(fieldRef: string, field: string): readonly FieldError[] {
  if (fieldRef === '') return [requiredField(field)];
  try {
    parseJsonPath(`{${fieldRef}}`);
    return [];
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return [invalidField(field, fieldRef, `invalid JSONPath: ${error.message}`)];
  }
}
