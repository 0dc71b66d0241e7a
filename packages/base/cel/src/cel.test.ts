import type { JsonObject } from '@gotk/json';
import { hasErrorCode } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileKubernetesExpression,
  compileValidationRules,
  parseFluxExpression,
  parseHealthExpressions,
  type RuleSchema,
} from './index.js';

const OBJECT: JsonObject = {
  metadata: { name: 'x', generation: 2 },
  spec: { replicas: 3, names: ['a', 'b'] },
  status: { phase: 'Active', observedGeneration: 2 },
};

describe('parseFluxExpression', () => {
  it.each([
    ["status.phase == 'Active'", true],
    ['spec.replicas > 3', false],
    ["spec.names.exists(n, n == 'b')", true],
    ['has(spec.missing)', false],
    ["metadata.name.matches('^x$')", true],
  ])('evaluates %s', (text, expected) => {
    expect(parseFluxExpression(text).evaluateBoolean(OBJECT)).toBe(expected);
  });

  it('says where the syntax is broken', () => {
    expect(() => parseFluxExpression('a +')).toThrow(/Syntax error/);
  });

  it('refuses another type than the wanted one', () => {
    expect(() => parseFluxExpression('status.phase').evaluateBoolean(OBJECT)).toThrow();
    expect(() => parseFluxExpression("'a'", { variables: ['status'], output: 'bool' })).toThrow();
  });
});

describe('parseHealthExpressions', () => {
  const health = parseHealthExpressions({ current: "status.phase == 'Active'", failed: "status.phase == 'Failed'" });

  it.each([
    ['Active', 2, 'Current'],
    ['Failed', 2, 'Failed'],
    ['Pending', 2, 'InProgress'],
    ['Active', 1, 'InProgress'],
  ])('judges phase %s of generation %s', (phase, observedGeneration, expected) => {
    const object = { metadata: { generation: 2 }, status: { phase, observedGeneration } };
    expect(health.evaluate(object)).toBe(expected);
  });
});

describe('compileKubernetesExpression', () => {
  it.each([
    ["quantity('1Gi').isGreaterThan(quantity('1G'))", true],
    ["ip('10.0.0.1').family() == 4", true],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3')", true],
    ["url('https://a.b/c').getHost() == 'a.b'", true],
    ["semver('1.2.3').isLessThan(semver('1.3.0'))", true],
    ["'%d-%s'.format([1, 'a']) == '1-a'", true],
    ['sets.contains([1, 2], [2])', true],
    ['[1, 2, 3].sum() == 6', true],
    ['optional.of(1).hasValue()', true],
  ])('evaluates %s', (text, expected) => {
    expect(compileKubernetesExpression(text, { variables: [] }).evaluate().value).toBe(expected);
  });

  it('checks types before it evaluates', () => {
    expect(() => compileKubernetesExpression("1 + 'a'", { variables: [] })).toThrow(/no matching overload for '_\+_'/);
  });

  it('stops at the limit of costs', () => {
    const expression = compileKubernetesExpression('[1, 2, 3].all(n, n > 0)', { variables: [] });
    expect(() => expression.evaluate({}, 2)).toThrow(/cost limit/);
  });
});

describe('compileValidationRules', () => {
  const schema: RuleSchema = {
    type: 'object',
    properties: { min: { type: 'integer' }, max: { type: 'integer' } },
    'x-kubernetes-validations': [
      { rule: 'self.min <= self.max', message: 'min is above max' },
      { rule: 'self.max >= oldSelf.max', message: 'max may not shrink' },
    ],
  };
  const rules = compileValidationRules(schema);

  it('accepts what keeps to the rules', () => {
    expect(rules.check({ min: 1, max: 2 })).toEqual([]);
  });

  it('tells which rule is broken', () => {
    expect(rules.check({ min: 3, max: 2 }).map(({ detail }) => detail)).toEqual(['min is above max']);
  });

  it('applies rules about transitions to updates alone', () => {
    const errors = rules.check({ min: 1, max: 2 }, { min: 1, max: 5 });
    expect(errors.map(({ detail }) => detail)).toEqual(['max may not shrink']);
  });

  it('has nothing to do without rules', () => {
    expect(compileValidationRules({ type: 'object' }).isEmpty).toBe(true);
  });
});

describe('any text', () => {
  const PIECES = [
    'a',
    '.',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '?',
    ':',
    '+',
    '-',
    '!',
    '&&',
    '||',
    "'s'",
    '1',
    '1u',
    ' in ',
    ',',
  ];
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 15 }).map((pieces) => pieces.join('')),
  );

  it('is read or refused with a place', () => {
    fc.assert(
      fc.property(text, (input) => {
        try {
          parseFluxExpression(input);
        } catch (error) {
          expect(hasErrorCode(error, 'cel-syntax')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cannot reach prototypes', () => {
    expect(() => parseFluxExpression('spec.__proto__').evaluate(OBJECT)).toThrow(/no such key/);
    expect(parseFluxExpression('has(spec.constructor)').evaluateBoolean(OBJECT)).toBe(false);
  });
});

describe('whole numbers', () => {
  it('add up as 64-bit integers', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 62n), 2n ** 62n - 1n), fc.bigInt(-(2n ** 62n), 2n ** 62n - 1n), (a, b) => {
        const text = `(${a}) + (${b}) == (${a + b})`;
        expect(parseFluxExpression(text).evaluateBoolean({})).toBe(true);
      }),
    );
  });
});

describe('expressions that grow without end', () => {
  it('are stopped by what they cost before they are computed', () => {
    const range = compileKubernetesExpression('lists.range(10000000000).size()');
    expect(() => range.evaluate()).toThrow('operation cancelled: actual cost limit exceeded');
  });

  it.each(['optMap', 'optFlatMap'])('are refused where each %s doubles them', (macro) => {
    const text = `optional.of(1)${`.${macro}(x, optional.of(x))`.repeat(200)}`;
    expect(() => compileKubernetesExpression(text)).toThrow('expression is too large once its macros are expanded');
    expect(() => parseFluxExpression(text)).toThrow('expression is too large once its macros are expanded');
  });
});
