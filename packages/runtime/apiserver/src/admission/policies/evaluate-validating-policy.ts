import { AdmissionBudgetError, AdmissionEvaluation, type AdmissionInput } from '@gotk/cel';
import type { CompiledValidatingPolicy, CompiledValidation } from './compile-validating-policy.js';
import { evaluateConditions } from './match-conditions.js';

/** What all validations of a policy may cost together. */
const POLICY_BUDGET = 10_000_000;
/** The longest message that an expression may write, in bytes. */
const MAX_MESSAGE_BYTES = 5 * 1024;

/** Something that a policy has against a request. */
export interface Denial {
  /** Which of the validations; they are counted from 0. */
  readonly index: number;
  readonly message: string;
  /** Absent where an expression could not be evaluated. */
  readonly reason?: string | undefined;
  /** Whether the binding has no say: the request is refused whatever its actions are. */
  readonly always?: boolean;
}

export interface PolicyOutcome {
  readonly denials: readonly Denial[];
  readonly annotations: readonly PolicyFact[];
}

/** A fact for the audit log. */
export interface PolicyFact {
  readonly key: string;
  readonly value: string;
}

/** Evaluates a policy on a request; what cannot be evaluated is a denial, unless the policy lets failures pass. */
export function evaluateValidatingPolicy(
  policy: CompiledValidatingPolicy,
  input: AdmissionInput,
  ignoresFailures: boolean,
): PolicyOutcome {
  const fail = (message: string): PolicyOutcome => ({
    denials: ignoresFailures ? [] : [{ index: 0, message }],
    annotations: [],
  });
  const conditions = evaluateConditions(policy.conditions, input);
  if (conditions.kind === 'failed') return fail(conditions.message);
  if (conditions.kind === 'unmet') return { denials: [], annotations: [] };
  try {
    const denials = evaluateValidations(policy, input, ignoresFailures);
    const facts = evaluateAnnotations(policy, input, ignoresFailures);
    return { denials: [...denials, ...facts.denials], annotations: facts.annotations };
  } catch (error) {
    if (!(error instanceof AdmissionBudgetError)) throw error;
    return fail(error.message);
  }
}

function evaluateValidations(
  { validations, variables }: CompiledValidatingPolicy,
  input: AdmissionInput,
  ignoresFailures: boolean,
): readonly Denial[] {
  const evaluation = new AdmissionEvaluation(input, variables, POLICY_BUDGET);
  const results = validations.map((compiled) => ({ compiled, result: evaluation.evaluate(compiled.test) }));
  const messages = new AdmissionEvaluation({ ...input, ask: undefined }, variables, evaluation.budget);
  return results.flatMap(({ compiled, result }, index): readonly Denial[] => {
    if (result.error !== undefined) return ignoresFailures ? [] : [{ index, message: result.error }];
    if (result.value.json === true) return [];
    return [denialOf(compiled, { index, messages })];
  });
}

function denialOf(
  compiled: CompiledValidation,
  { index, messages }: { readonly index: number; readonly messages: AdmissionEvaluation },
): Denial {
  const { message = '', expression = '', reason = 'Invalid' } = compiled.validation;
  try {
    const written = writtenMessage(compiled, messages) || message.trim();
    return { index, message: written === '' ? `failed expression: ${expression.trim()}` : written, reason };
  } catch (error) {
    if (!(error instanceof AdmissionBudgetError)) throw error;
    return { index, message: `failed messageExpression: ${error.message}` };
  }
}

/** The message that an expression writes; empty where it cannot be shown. */
function writtenMessage({ message }: CompiledValidation, messages: AdmissionEvaluation): string {
  const result = message === undefined ? undefined : messages.evaluate(message);
  if (result === undefined || result.error !== undefined || typeof result.value.json !== 'string') return '';
  const text = result.value.json.trim();
  return Buffer.byteLength(text) > MAX_MESSAGE_BYTES || text.includes('\n') ? '' : text;
}

function evaluateAnnotations(
  { annotations, variables }: CompiledValidatingPolicy,
  input: AdmissionInput,
  ignoresFailures: boolean,
): PolicyOutcome {
  const denials: Denial[] = [];
  const facts: { key: string; value: string }[] = [];
  if (annotations.length === 0) return { denials, annotations: facts };
  const evaluation = new AdmissionEvaluation({ ...input, ask: undefined }, variables, POLICY_BUDGET);
  for (const [index, { key, expression }] of annotations.entries()) {
    const result = evaluation.evaluate(expression);
    if (result.error !== undefined) {
      if (!ignoresFailures) denials.push({ index, message: result.error, always: true });
    } else if (typeof result.value.json === 'string' && result.value.json.trim() !== '') {
      facts.push({ key, value: result.value.json.trim() });
    }
  }
  return { denials, annotations: facts };
}
