import { type CompiledExpression, compileExpression } from '../../compile.js';
import { type Environment, extendEnvironment } from '../../environment/environment.js';
import { createProgram, type Program } from '../../program.js';
import { optionalType } from '../../types/cel-type.js';
import { CelError } from '../../values/cel-error.js';
import { kubernetesCallCost } from '../cost/call-cost.js';
import { kubernetesEnvironment } from '../kubernetes-environment.js';
import { type DeclaredType, structsOf } from '../schema/declared-type.js';
import type { RuleSchema, ValidationRule } from '../schema/rule-schema.js';
import { resolveFieldPath } from './rule-field-path.js';

/** An expression of a rule, ready to be evaluated. */
export interface RuleProgram {
  readonly expression: CompiledExpression;
  readonly environment: Environment;
  readonly program: Program;
}

/** A rule, ready to be applied. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Undefined where the rule is empty or broken. */
  readonly test: RuleProgram | undefined;
  /** What is wrong with the rule. */
  readonly problem: string | undefined;
  /** It compares with what was there before. */
  readonly usesOldSelf: boolean;
  readonly message: RuleProgram | undefined;
  /** What is wrong with the expression of the message. */
  readonly messageProblem: string | undefined;
  /** The field inside of the value that errors are about. */
  readonly fieldPath: string | undefined;
}

/** Environments in which the value is `self`. */
export interface RuleEnvironments {
  readonly plain: Environment;
  /** Where what was there before is an optional. */
  readonly optionalOldSelf: Environment;
}

/** The environments of the rules on values of a type. */
export function ruleEnvironments(declared: DeclaredType): RuleEnvironments {
  const structs = structsOf(declared);
  const provider = { fieldsOf: (name: string) => structs.get(name) };
  const extend = (oldSelf: DeclaredType['type']): Environment =>
    extendEnvironment(kubernetesEnvironment(), { self: declared.type, oldSelf }, provider);
  return { plain: extend(declared.type), optionalOldSelf: extend(optionalType(declared.type)) };
}

/** Compiles a rule on values of a schema. */
export function compileRule(rule: ValidationRule, schema: RuleSchema, environments: RuleEnvironments): CompiledRule {
  const nothing: CompiledRule = {
    rule,
    test: undefined,
    problem: undefined,
    usesOldSelf: false,
    message: undefined,
    messageProblem: undefined,
    fieldPath: undefined,
  };
  if (rule.rule.trim() === '') return nothing;
  const environment = rule.optionalOldSelf === true ? environments.optionalOldSelf : environments.plain;
  try {
    const test = compileProgram(rule.rule, environment, TEST);
    return { ...nothing, test, usesOldSelf: usesOldSelf(test), ...compileMessage(rule, schema, environment) };
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    return { ...nothing, problem: error.message };
  }
}

class RuleProblem extends Error {}

/** What an expression of a rule is called where it is broken, and what it must come to. */
interface Role {
  readonly prefix: string;
  readonly output: 'bool' | 'string';
  readonly mistyped: string;
  readonly failed: string;
}

const TEST: Role = {
  prefix: 'compilation failed: ',
  output: 'bool',
  mistyped: 'cel expression must evaluate to a bool',
  failed: 'program instantiation failed: ',
};

const MESSAGE: Role = {
  prefix: 'messageExpression compilation failed: ',
  output: 'string',
  mistyped: 'messageExpression must evaluate to a string',
  failed: 'messageExpression instantiation failed: ',
};

function compileProgram(text: string, environment: Environment, role: Role): RuleProgram {
  const expression = compileExpression(text, environment);
  if (expression.issues.count > 0) throw new RuleProblem(role.prefix + expression.issues.render());
  if (expression.type.kind !== role.output || expression.type.nullable) throw new RuleProblem(role.mistyped);
  try {
    return {
      expression,
      environment,
      program: createProgram(expression, environment, { callCost: kubernetesCallCost }),
    };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new RuleProblem(role.failed + error.message);
  }
}

function usesOldSelf({ expression }: RuleProgram): boolean {
  const references = expression.checked?.references.values() ?? [];
  for (const reference of references) if (reference.kind === 'variable' && reference.name === 'oldSelf') return true;
  return false;
}

/** A rule whose message is broken has no field path either. */
function compileMessage(
  { messageExpression = '', fieldPath = '' }: ValidationRule,
  schema: RuleSchema,
  environment: Environment,
): Partial<CompiledRule> {
  try {
    const message = messageExpression === '' ? undefined : compileProgram(messageExpression, environment, MESSAGE);
    return { message, fieldPath: fieldPath === '' ? undefined : findFieldPath(fieldPath, schema) };
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    return { messageProblem: error.message };
  }
}

function findFieldPath(fieldPath: string, schema: RuleSchema): string | undefined {
  try {
    return resolveFieldPath(fieldPath, schema).path;
  } catch {
    return undefined;
  }
}
