import { AdmissionBudgetError, AdmissionEvaluation, type AdmissionExpression, type AdmissionInput } from '@gotk/cel';

/** What all conditions of a policy or webhook may cost together. */
const CONDITIONS_BUDGET = 2_500_000;

/** Conditions on a request, ready to be evaluated. */
export interface MatchConditions {
  readonly expressions: readonly AdmissionExpression[];
  readonly variables: ReadonlyMap<string, AdmissionExpression>;
}

/** Whether all conditions hold, or why that cannot be said. */
export type ConditionsOutcome =
  | { readonly kind: 'met' }
  | { readonly kind: 'unmet' }
  | { readonly kind: 'failed'; readonly message: string };

/** One condition that does not hold decides, whatever else is wrong with the others. */
export function evaluateConditions(
  { expressions, variables }: MatchConditions,
  input: AdmissionInput,
): ConditionsOutcome {
  if (expressions.length === 0) return { kind: 'met' };
  try {
    const evaluation = new AdmissionEvaluation({ ...input, namespaceObject: null }, variables, CONDITIONS_BUDGET);
    const results = expressions.map((expression) => evaluation.evaluate(expression));
    if (results.some(({ error, ...result }) => error === undefined && 'value' in result && result.value.json === false))
      return { kind: 'unmet' };
    const errors = [...new Set(results.flatMap(({ error }) => error ?? []))];
    if (errors.length === 0) return { kind: 'met' };
    return { kind: 'failed', message: errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]` };
  } catch (error) {
    if (!(error instanceof AdmissionBudgetError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}
