import { type RuleReview, type RuleSchema, resolveFieldPath, reviewValidationRules } from '@gotk/cel';
import { type FieldError, forbiddenField, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import type { ValidationRule } from '../../schema/schema-node.js';
import { showRule } from '../show-versions.js';
import type { WrittenSchema } from '../written-schema.js';
import { costProblem, MAX_RULE_COST, type RuleCosts } from './rule-costs.js';
import { structuralProblem } from './structural-problem.js';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** How the rules at one place of a schema count. */
export interface RulePlace {
  readonly costs: RuleCosts;
  /** How often values of this place occur in one object at most; undefined: nothing limits it. */
  readonly occurrences: number | undefined;
  readonly isResource: boolean;
}

export interface RulesContext {
  /** Undefined where rules are not compiled. */
  readonly place: RulePlace | undefined;
  readonly uncorrelatable: string | undefined;
  /** Whether rules are worth compiling in spite of these problems. */
  readonly mayCompile: (errors: readonly FieldError[]) => boolean;
}

/** What is wrong with the rules that stand on one schema: with how they are written, and with their expressions. */
export function validateRules(
  schema: WrittenSchema,
  field: string,
  { place, uncorrelatable, mayCompile }: RulesContext,
): { readonly written: readonly FieldError[]; readonly compiled: readonly FieldError[] } {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return { written: [], compiled: [] };
  const list = `${field}.x-kubernetes-validations`;
  const written = rules.flatMap((rule, index) => validateRule(rule, { schema, field: `${list}[${index}]` }));
  if (place === undefined || !mayCompile(written)) return { written, compiled: [] };
  const reviews = reviewValidationRules(schema as RuleSchema, { isResource: place.isResource });
  if (reviews === undefined) return { written, compiled: [untypedRules(list)] };
  const compiled = reviews.flatMap((review, index) =>
    validateReview(review, { rule: rules[index] as ValidationRule, field: `${list}[${index}]`, place, uncorrelatable }),
  );
  return { written, compiled };
}

function untypedRules(field: string): FieldError {
  const why = 'unable to convert structural schema to CEL declarations';
  const detail = `internal error: failed to construct type information for x-kubernetes-validations rules: ${why}`;
  return { reason: 'InternalError', field, detail };
}

function hasNewlines(text: string): boolean {
  return /[\n\r]/.test(text);
}

function validateRule(
  rule: ValidationRule,
  { schema, field }: { readonly schema: WrittenSchema; readonly field: string },
): readonly FieldError[] {
  const { messageExpression = '', reason, fieldPath = '' } = rule;
  const errors: FieldError[] = [...validateMessage(rule, field)];
  if (messageExpression !== '' && messageExpression.trim() === '') {
    const detail = 'messageExpression must be non-empty if specified';
    errors.push(requiredField(`${field}.messageExpression`, detail));
  }
  if (reason !== undefined && !REASONS.includes(reason)) {
    errors.push(notSupportedField(`${field}.reason`, reason, REASONS));
  }
  if (fieldPath === '') return errors;
  const refuse = (detail: string) => errors.push(invalidField(`${field}.fieldPath`, fieldPath, detail));
  if (fieldPath.trim() === '') refuse('must be non-empty if specified');
  if (hasNewlines(fieldPath)) refuse('must not contain line breaks');
  if (!leadsSomewhere(fieldPath, schema)) refuse('must be a valid path');
  return errors;
}

function validateMessage({ rule, message = '' }: ValidationRule, field: string): readonly FieldError[] {
  const text = message.trim();
  if (rule.trim() === '') return [requiredField(`${field}.rule`, 'rule is not specified')];
  const refuse = (detail: string) => [invalidField(`${field}.message`, message, detail)];
  if (message !== '' && text === '') return refuse('must be non-empty if specified');
  if (hasNewlines(text)) return refuse('must not contain line breaks');
  if (!hasNewlines(rule.trim()) || text !== '') return [];
  return [requiredField(`${field}.message`, 'message must be specified if rule contains line breaks')];
}

function leadsSomewhere(fieldPath: string, schema: WrittenSchema): boolean {
  // Where the schema cannot be read at all, that is what must be said.
  if (structuralProblem(schema) !== undefined) return true;
  try {
    resolveFieldPath(fieldPath, schema as RuleSchema);
    return true;
  } catch {
    return false;
  }
}

interface ReviewedRule {
  readonly rule: ValidationRule;
  readonly field: string;
  readonly place: RulePlace;
  readonly uncorrelatable: string | undefined;
}

function validateReview(review: RuleReview, { rule, field, place, uncorrelatable }: ReviewedRule) {
  const { costs } = place;
  const refuse = (part: string, detail: string): FieldError => ({
    reason: 'FieldValueInvalid',
    field: `${field}.${part}`,
    shownValue: showRule(rule),
    detail,
  });
  const cost = review.cost * (place.occurrences ?? review.occurrences);
  const errors: FieldError[] = [];
  const charge = (part: string, name: string, amount: number) => {
    const isDear = !costs.skipsSingle && amount > MAX_RULE_COST;
    if (isDear) errors.push(forbiddenField(`${field}.${part}`, costProblem(name, amount, MAX_RULE_COST)));
    costs.add(`${field}.${part}`, amount);
  };
  charge('rule', 'estimated rule cost', cost);
  if (review.problem !== undefined) errors.push(refuse('rule', review.problem));
  if (review.messageProblem !== undefined) {
    errors.push(refuse('messageExpression', review.messageProblem));
  } else if (review.messageCost !== undefined) {
    charge('messageExpression', 'estimated messageExpression cost', review.messageCost);
  }
  return [...errors, ...validateOldSelf(review, { rule, field, uncorrelatable })];
}

function validateOldSelf(
  { usesOldSelf }: RuleReview,
  { rule, field, uncorrelatable }: Pick<ReviewedRule, 'rule' | 'field' | 'uncorrelatable'>,
): readonly FieldError[] {
  if (usesOldSelf) {
    if (uncorrelatable === undefined) return [];
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`;
    return [invalidField(`${field}.rule`, rule.rule, detail)];
  }
  if (rule.optionalOldSelf === undefined) return [];
  const detail = 'may not be set if oldSelf is not used in rule';
  return [invalidField(`${field}.optionalOldSelf`, rule.optionalOldSelf, detail)];
}
