import { describe, expect, it } from 'vitest';
import { admissionTypeChecker } from './check-admission-types.js';

describe('expressions of admission, checked against types', () => {
  const check = admissionTypeChecker({
    object: {
      kind: 'Thing',
      schema: {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: { size: { type: 'integer' }, any: { 'x-kubernetes-int-or-string': true } },
          },
        },
      },
    },
    params: { kind: 'Limit' },
    variables: [
      { name: 'size', expression: 'object.spec.size' },
      { name: 'broken', expression: 'object.spec.nope' },
    ],
  });
  const rows = [
    {
      name: 'a field that is there',
      expression: 'object.spec.size > 1 && oldObject.spec.size > 1',
      problem: undefined,
    },
    { name: 'a field that is not', expression: 'object.spec.sizes > 1', problem: "undefined field 'sizes'" },
    { name: 'another type', expression: 'object.spec.size == "x"', problem: "applied to '(int, string)'" },
    { name: 'a value of two types', expression: 'object.spec.any == "x" || object.spec.any == 1', problem: undefined },
    { name: 'params without a schema', expression: 'params.anything == 1', problem: undefined },
    { name: 'a variable', expression: 'variables.size == "x"', problem: "applied to '(int, string)'" },
    { name: 'a variable that does not compile', expression: 'variables.broken == "x"', problem: undefined },
  ];
  it.each(rows)('$name', ({ expression, problem }) => {
    const found = check(expression);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
