import { hasErrorCode, LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileLabelSelector,
  escapeFieldValue,
  exactFieldValue,
  exactLabelValue,
  type LabelSelector,
  matchLabels,
  parseFieldSelector,
  parseLabelMap,
  parseLabelSelector,
  parseLabelSelectorObject,
  renderFieldErrors,
  renderLabelSelector,
  unescapeFieldValue,
  validateLabelSelector,
} from '../index.js';

describe('parseLabelSelector', () => {
  it.each<[string, string, readonly boolean[]]>([
    ['', '', [true, true, true]],
    ['a', 'a', [false, true, true]],
    ['!a', '!a', [true, false, false]],
    ['a=1', 'a=1', [false, true, false]],
    ['a!=1', 'a!=1', [true, false, true]],
    ['a in (20, 1)', 'a in (1,20)', [false, true, true]],
    ['a notin (1)', 'a notin (1)', [true, false, true]],
    ['a>1', 'a>1', [false, false, true]],
    ['b,a==1', 'a==1,b', [false, false, false]],
    ['in in (notin)', 'in in (notin)', [false, false, false]],
    ['a in (,)', 'a in ()', [false, false, false]],
  ])('%j', (text, normal, matches) => {
    const matcher = parseLabelSelector(text);
    expect(matcher.text).toBe(normal);
    expect([{}, { a: '1' }, { a: '20', b: '' }].slice(0, 2).map((labels) => matcher.matches(labels))).toEqual(
      matches.slice(0, 2),
    );
    expect(matcher.matches({ a: '20' })).toBe(matches[2]);
  });

  it.each([
    ['a=1,', "found '', expected: identifier after ','"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in 1', "unable to parse requirement: found '1' expected: '('"],
    ['a in (1', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (1=', "unable to parse requirement: found '=', expected: ',' or ')'"],
    ['a in (1,=', "unable to parse requirement: found '=', expected: ',', or identifier"],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['/a', 'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty'],
  ])('refuses %j', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(new LocatedError({ code: 'label-selector', message }));
  });

  it('compares numbers beyond 2^53', () => {
    expect(parseLabelSelector('a>9007199254740992').matches({ a: '9007199254740993' })).toBe(true);
  });

  it('does not find labels on the prototype', () => {
    expect(parseLabelSelector('constructor').matches({})).toBe(false);
    expect(parseLabelSelector('!toString').matches({})).toBe(true);
  });

  it('either refuses a text or reads its own normal form back', () => {
    const token = fc.constantFrom(
      'a',
      'b',
      'in',
      'notin',
      '=',
      '==',
      '!=',
      '!',
      ',',
      '(',
      ')',
      '>',
      '<',
      ' ',
      '1',
      'x/y',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 10 }), (tokens) => {
        const matcher = unlessRefused(() => parseLabelSelector(tokens.join('')), 'label-selector');
        if (matcher !== undefined) expect(parseLabelSelector(matcher.text).text).toBe(matcher.text);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('compileLabelSelector', () => {
  it.each<[LabelSelector | undefined, string, string]>([
    [undefined, '', '<none>'],
    [{}, '', '<none>'],
    [{ matchLabels: { b: '2', a: '1' } }, 'a=1,b=2', 'a=1,b=2'],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['2', '1'] }] }, 'a in (1,2)', 'a in (1,2)'],
    [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, '!a', '!a'],
  ])('%j', (selector, text, shown) => {
    expect(compileLabelSelector(selector).text).toBe(text);
    expect(renderLabelSelector(selector)).toBe(shown);
  });

  it('an absent selector matches nothing, an empty one everything', () => {
    expect(compileLabelSelector(undefined).matches({ a: '1' })).toBe(false);
    expect(compileLabelSelector({}).matches(undefined)).toBe(true);
  });

  it.each<[LabelSelector, string]>([
    [
      { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] },
      '"Gt" is not a valid label selector operator',
    ],
    [
      { matchExpressions: [{ key: 'a', operator: 'In' }] },
      "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
    ],
  ])('refuses %j', (selector, message) => expect(() => compileLabelSelector(selector)).toThrow(message));

  it('says what is wrong field by field', () => {
    const selector = { matchExpressions: [{ key: '', operator: 'Exists', values: ['x y'] }] };
    const errors = validateLabelSelector(selector, 'spec.selector');
    expect(errors.map(({ field }) => field)).toEqual([
      'spec.selector.matchExpressions[0].values',
      'spec.selector.matchExpressions[0].key',
      'spec.selector.matchExpressions[0].key',
      'spec.selector.matchExpressions[0].values[0]',
    ]);
    expect(renderFieldErrors(errors)).toContain(
      "[spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist', ",
    );
  });
});

it('parseLabelSelectorObject is the object form', () => {
  expect(parseLabelSelectorObject('a=1,b in (x),!c')).toEqual({
    matchLabels: { a: '1' },
    matchExpressions: [
      { key: 'b', operator: 'In', values: ['x'] },
      { key: 'c', operator: 'DoesNotExist' },
    ],
  });
  expect(() => parseLabelSelectorObject('a>1')).toThrow(`"gt" isn't supported in label selectors`);
});

it('parseLabelMap reads the plain form', () => {
  expect(parseLabelMap(' a = 1 ,b=')).toEqual({ a: '1', b: '' });
  expect(() => parseLabelMap('a')).toThrow('invalid selector: [a]');
});

it('exactLabelValue knows the one value a selector admits', () => {
  expect(exactLabelValue(parseLabelSelector('a in (x)'), 'a')).toBe('x');
  expect(exactLabelValue(parseLabelSelector('a in (x,y)'), 'a')).toBeUndefined();
  expect(exactLabelValue(matchLabels({ a: 'x' }), 'b')).toBeUndefined();
});

describe('parseFieldSelector', () => {
  it.each([
    ['metadata.name=a', 'metadata.name=a', true],
    ['metadata.name!=a', 'metadata.name!=a', false],
    ['status.phase=,metadata.name==a', 'metadata.name=a,status.phase=', true],
    ['metadata.name=a\\,b', 'metadata.name=a\\,b', false],
    ['=', '', true],
  ])('%j', (text, normal, matches) => {
    const matcher = parseFieldSelector(text);
    expect(matcher.text).toBe(normal);
    expect(matcher.matches((field) => (field === 'metadata.name' ? 'a' : undefined))).toBe(matches);
  });

  it.each([
    ['a', "invalid selector: 'a'; can't understand 'a'"],
    ['a=1=2', 'invalid field selector: unescaped character in value: 61'],
    ['x=a\\b', 'invalid field selector: invalid escape sequence: \\b'],
    ['x=a\\', 'invalid field selector: invalid escape sequence: \\'],
  ])('refuses %j', (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(new LocatedError({ code: 'field-selector', message }));
  });

  it('reads back any value it escaped', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(unescapeFieldValue(escapeFieldValue(value))).toBe(value);
        expect(exactFieldValue(parseFieldSelector(`f=${escapeFieldValue(value)}`), 'f')).toBe(value);
      }),
    );
  });
});

function unlessRefused<T>(parse: () => T, code: string): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!hasErrorCode(error, code)) throw error;
    return undefined;
  }
}
