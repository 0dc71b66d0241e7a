import type { JsonValue } from '@gotk/json';
import { OBJECT_COST_BUDGET } from '../cost/limits.js';
import type { RuleSchema } from '../schema/rule-schema.js';
import { RuleApplication } from './apply-rules.js';
import { ROOT, type RuleError } from './rule-error.js';
import { compileRuleTree } from './rule-tree.js';

/** The `x-kubernetes-validations` of a schema, compiled once. */
export interface ValidationRules {
  /** Whether there are none. */
  readonly isEmpty: boolean;
  /**
   * What is wrong with a value.
   * @param old what stood there before an update, which rules about transitions need
   */
  check(value: JsonValue, old?: JsonValue | undefined, options?: CheckRulesOptions): readonly RuleError[];
}

/** How a value is checked. */
export interface CheckRulesOptions {
  /** Reports errors of what an update leaves as it was too; the API server does not. */
  readonly strict?: boolean;
  /** Is told of the broken rules that are no errors because an update leaves what breaks them as it was. */
  readonly tolerate?: (error: RuleError) => void;
  /** Is told what all rules together cost. */
  readonly spend?: (cost: number) => void;
}

/** How rules are compiled. */
export interface ValidationRulesOptions {
  /** The schema is that of a whole resource: rules see its kind and its metadata. */
  readonly isResource?: boolean;
}

/** Compiles all rules of a structural schema. Broken rules show as errors of every value. */
export function compileValidationRules(
  schema: RuleSchema,
  { isResource = false }: ValidationRulesOptions = {},
): ValidationRules {
  const tree = compileRuleTree(schema, isResource);
  if (tree === undefined) return { isEmpty: true, check: () => [] };
  return {
    isEmpty: false,
    check: (value, old, { strict = false, tolerate, spend } = {}) => {
      const pair = strict || old === undefined || old === null ? undefined : { value, old, schema: tree.schema };
      const subject = { path: ROOT, value, old: old ?? undefined, pair, around: undefined };
      const application = new RuleApplication(OBJECT_COST_BUDGET);
      const errors = application.run(tree, subject);
      if (tolerate !== undefined) for (const error of application.tolerated) tolerate(error);
      spend?.(OBJECT_COST_BUDGET - application.budget);
      return errors;
    },
  };
}
