import { estimateCost } from '../cost/estimate-cost.js';
import { declareType, MAX_REQUEST_SIZE } from '../schema/declared-type.js';
import type { RuleSchema } from '../schema/rule-schema.js';
import { type CompiledRule, compileRule, type RuleProgram, ruleEnvironments } from './compiled-rule.js';
import type { ValidationRulesOptions } from './validation-rules.js';

/** What is known about a rule before it is ever applied. */
export interface RuleReview {
  /** Why the rule cannot be compiled. */
  readonly problem: string | undefined;
  /** What applying it to one value costs at most; 0 for a rule that cannot be applied. */
  readonly cost: number;
  /** How often values of its type fit into one object at most. */
  readonly occurrences: number;
  /** Why the expression of its message cannot be compiled. */
  readonly messageProblem: string | undefined;
  /** What computing its message costs at most; undefined where no expression computes it. */
  readonly messageCost: number | undefined;
  /** It compares with what was there before. */
  readonly usesOldSelf: boolean;
}

/**
 * Compiles the rules that stand directly on a schema, not those inside of it, and estimates what they cost.
 * @returns a review of each in their order; undefined where rules cannot see values of the schema
 */
export function reviewValidationRules(
  schema: RuleSchema,
  { isResource = false }: ValidationRulesOptions = {},
): readonly RuleReview[] | undefined {
  const declared = declareType(schema, isResource, 'selfType0');
  if (declared === undefined) return undefined;
  const environments = ruleEnvironments(declared);
  const costOf = (program: RuleProgram | undefined): number | undefined =>
    program === undefined ? undefined : estimateCost(program.expression, declared).max;
  return (schema['x-kubernetes-validations'] ?? []).map((rule) => {
    const compiled: CompiledRule = compileRule(rule, schema, environments);
    return {
      problem: compiled.problem,
      cost: costOf(compiled.test) ?? 0,
      // Between two values there is at least a comma.
      occurrences: Math.trunc(MAX_REQUEST_SIZE / (declared.minSize + 1)),
      messageProblem: compiled.messageProblem,
      messageCost: costOf(compiled.message),
      usesOldSelf: compiled.usesOldSelf,
    };
  });
}
