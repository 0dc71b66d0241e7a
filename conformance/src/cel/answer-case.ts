import {
  AdmissionBudgetError,
  AdmissionCompiler,
  AdmissionEvaluation,
  compileKubernetesExpression,
  compileValidationRules,
  type FluxExpression,
  parseFluxExpression,
  reviewValidationRules,
} from '@gotk/cel';
import type { JsonObject } from '@gotk/json';
import { hasErrorCode, LocatedError } from '@gotk/located-error';
import { renderFieldError } from '@gotk/objects';
import { admissionInput, REQUEST_RESOURCE } from './admission-fixture.js';
import type { CelAnswer, CelCase } from './cel-case.js';

type CaseOf<K extends CelCase['kind']> = Extract<CelCase, { kind: K }>;

/** What our packages say about a case, in the form of the oracle's answers. */
export function answerCase(asked: CelCase): CelAnswer {
  try {
    switch (asked.kind) {
      case 'expression':
        return answerExpression(asked);
      case 'schema':
        return answerSchema(asked);
      case 'admission':
        return answerAdmission(asked);
      default:
        return answerFlux(asked);
    }
  } catch (error) {
    return { threw: error instanceof Error ? error.stack : String(error) };
  }
}

function answerExpression({ expression, variables = {} }: CaseOf<'expression'>): CelAnswer {
  const known: { output?: string; estimate?: unknown } = {};
  try {
    const compiled = compileKubernetesExpression(expression, { variables: Object.keys(variables) });
    known.output = compiled.outputType;
    known.estimate = compiled.estimatedCost;
    const { type, shown, cost } = compiled.evaluate(variables);
    return { ...known, type, result: shown, cost };
  } catch (error) {
    if (hasErrorCode(error, 'cel-compile')) return { compile: messageOf(error) };
    if (hasErrorCode(error, 'cel-program')) return { program: messageOf(error) };
    if (hasErrorCode(error, 'cel-evaluate')) return { ...known, error: messageOf(error) };
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof LocatedError ? error.message : String(error);
}

function answerSchema({ schema, isResource, object, oldObject }: CaseOf<'schema'>): CelAnswer {
  const reviews = reviewValidationRules(schema, { isResource });
  const rules = (reviews ?? []).map((review) => ({
    ...(review.problem === undefined ? {} : { problem: review.problem }),
    ...(review.messageProblem === undefined ? {} : { messageProblem: review.messageProblem }),
    cost: review.cost,
    ...(review.messageCost === undefined ? {} : { messageCost: review.messageCost }),
    occurrences: review.problem === undefined ? review.occurrences : 0,
    usesOldSelf: review.usesOldSelf,
  }));
  let spent = 0;
  const errors = compileValidationRules(schema, { isResource }).check(object, oldObject, {
    spend: (cost) => {
      spent = cost;
    },
  });
  const problem = reviews === undefined ? { problem: 'failed to convert to declType for CEL validation rules' } : {};
  return { ...problem, rules, errors: errors.map((error) => renderFieldError(error)).sort(), spent };
}

function answerAdmission(asked: CaseOf<'admission'>): CelAnswer {
  const { expression, output, named } = asked;
  const compiler = new AdmissionCompiler({ hasParams: true });
  for (const variable of named) compiler.declare(variable.name, variable.expression);
  const compiled = compiler.compile(expression, output);
  if (compiled.problem !== undefined) return { problem: compiled.problem };
  const evaluation = new AdmissionEvaluation(
    { ...admissionInput(asked), requestResource: REQUEST_RESOURCE },
    compiler.variables,
    10_000_000,
  );
  try {
    const result = evaluation.evaluate(compiled);
    const spent = 10_000_000 - evaluation.budget;
    return result.error === undefined ? { result: result.value.shown, spent } : { error: result.error, spent };
  } catch (error) {
    if (!(error instanceof AdmissionBudgetError)) throw error;
    return { failure: error.message };
  }
}

function answerFlux({ expression, variables, checked, output, as }: CaseOf<'flux'>): CelAnswer {
  try {
    const names = Object.keys(variables);
    const parsed = parseFluxExpression(expression, {
      ...(checked ? { variables: names } : {}),
      ...(output === undefined ? {} : { output }),
    });
    return { result: evaluateFlux(parsed, variables, as) };
  } catch (error) {
    if (hasErrorCode(error, 'cel-syntax')) return { syntax: messageOf(error) };
    if (hasErrorCode(error, 'cel-evaluate')) return { error: messageOf(error) };
    throw error;
  }
}

function evaluateFlux(expression: FluxExpression, variables: JsonObject, as: CaseOf<'flux'>['as']): unknown {
  switch (as) {
    case 'boolean':
      return expression.evaluateBoolean(variables);
    case 'string':
      return expression.evaluateString(variables);
    case 'strings':
      return expression.evaluateStringList(variables);
    default:
      expression.evaluate(variables);
      return 'any';
  }
}
