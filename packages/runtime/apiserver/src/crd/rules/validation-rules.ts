import { type ValidationRules as CompiledRules, compileValidationRules, type RuleSchema } from '@gotk/cel';
import type { JsonValue } from '@gotk/json';
import type { FieldError } from '@gotk/objects';
import type { SchemaNode } from '../schema/schema-node.js';

/** The `x-kubernetes-validations` of a schema. */
export interface ValidationRules {
  readonly isEmpty: boolean;
  /**
   * @param old what stood there before an update.
   * @param tolerate is told of the rules that are broken by what an update leaves as it was.
   */
  check(value: JsonValue, old: JsonValue | undefined, tolerate: (error: FieldError) => void): readonly FieldError[];
}

/** The rules of the schema of a whole resource, compiled when they are first needed. */
export function validationRules(schema: SchemaNode): ValidationRules {
  let compiled: CompiledRules | undefined;
  const rules = (): CompiledRules => {
    // A stored schema is structural; its interface here only says more than rules need to know.
    compiled ??= compileValidationRules(schema as RuleSchema, { isResource: true });
    return compiled;
  };
  return {
    get isEmpty() {
      return rules().isEmpty;
    },
    check: (value, old, tolerate) => rules().check(value, old, { tolerate }),
  };
}
