import { AdmissionCompiler, type AdmissionExpression } from '@gotk/cel';
import {
  duplicateField,
  type FieldError,
  invalidField,
  requiredField,
  tooManyField,
  validateQualifiedName,
} from '@gotk/objects';
import type { NamedExpression } from '../../admission/policies/policy-objects.js';

const MAX_CONDITIONS = 64;

/** What is wrong with an expression that was compiled. */
export function checkExpression(expression: AdmissionExpression, field: string): readonly FieldError[] {
  const { problem, text } = expression;
  if (problem === undefined) return [];
  if (!problem.startsWith('program instantiation failed: ')) return [invalidField(field, text, problem)];
  return [{ reason: 'InternalError', field, detail: problem }];
}

/** What is wrong with the conditions under which a webhook or a policy looks at a request. */
export function validateMatchConditions(
  conditions: readonly NamedExpression[] | undefined,
  { field, hasParams }: { readonly field: string; readonly hasParams: boolean },
): readonly FieldError[] {
  if (conditions === undefined || conditions.length === 0) return [];
  const compiler = new AdmissionCompiler({ hasParams, hasVariables: false });
  const names = conditions.map(({ name = '' }) => name);
  return [
    ...(conditions.length > MAX_CONDITIONS ? [tooManyField(field, conditions.length, MAX_CONDITIONS)] : []),
    ...conditions.flatMap(({ name = '', expression = '' }, index) => [
      ...validateCondition(compiler, expression.trim(), `${field}[${index}].expression`),
      ...(name === ''
        ? [requiredField(`${field}[${index}].name`)]
        : validateQualifiedName(name, `${field}[${index}].name`)),
      ...(name !== '' && names.indexOf(name) < index ? [duplicateField(`${field}[${index}].name`, name)] : []),
    ]),
  ];
}

function validateCondition(compiler: AdmissionCompiler, text: string, field: string): readonly FieldError[] {
  return text === '' ? [requiredField(field)] : checkExpression(compiler.compile(text, 'bool'), field);
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** Declares the variables of a policy; tells what is wrong with them. */
export function validateVariables(
  compiler: AdmissionCompiler,
  variables: readonly NamedExpression[] | undefined,
  field: string,
): readonly FieldError[] {
  return (variables ?? []).flatMap(({ name = '', expression = '' }, index) => {
    const place = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (name.trim() === '') errors.push(requiredField(`${place}.name`, 'name is not specified'));
    else if (!IDENTIFIER.test(name) || RESERVED.has(name)) {
      errors.push(invalidField(`${place}.name`, name, 'must be a valid CEL identifier'));
    }
    if (expression.trim() === '') {
      return [...errors, requiredField(`${place}.expression`, 'expression is not specified')];
    }
    return [...errors, ...checkExpression(compiler.declare(name, expression), `${place}.expression`)];
  });
}
