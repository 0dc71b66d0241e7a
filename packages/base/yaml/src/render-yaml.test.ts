import { renderGoJson } from '@gotk/json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactYaml, parseYaml } from './parse-yaml.js';
import { jsonToYaml, renderYaml } from './render-yaml.js';

describe('renderYaml', () => {
  it.each([
    [{ b: ['x', { c: 1 }], a: {} }, 'a: {}\nb:\n- x\n- c: 1\n'],
    [{ a10: 1, a9: 2, B: 3, '9': 4 }, '"9": 4\nB: 3\na9: 2\na10: 1\n'],
    [{ a: 'yes', b: '1', c: '1:20', d: 'null', e: '' }, 'a: "yes"\nb: "1"\nc: "1:20"\nd: "null"\ne: ""\n'],
    [{ a: 'a: b', b: '#x', c: 'x ', d: "it's" }, "a: 'a: b'\nb: '#x'\nc: 'x '\nd: it's\n"],
    [{ a: 'x\ny\n', b: 'x\ny', c: ' x\ny\n\n' }, 'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |2+\n   x\n  y\n\n'],
    [{ a: 'tab\t', b: '\u0001', c: '😀' }, 'a: "tab\\t"\nb: "\\x01"\nc: "\\U0001F600"\n'],
    [{ a: 1e6, b: 1.5, c: 1e21, d: -0.5, e: 1e-7 }, 'a: 1000000\nb: 1.5\nc: 1e+21\nd: -0.5\ne: 1e-07\n'],
    [{ 'a\nb': { c: 1 } }, '? |-\n  a\n  b\n: c: 1\n'],
    [[['a'], []], '- - a\n- []\n'],
    ['x', 'x\n'],
    [null, 'null\n'],
  ])('%j', (value, text) => expect(renderYaml(value)).toBe(text));

  it('writes big integers', () => expect(renderYaml({ a: 12345678901234567890n })).toBe('a: 12345678901234567890\n'));

  it('folds after column 80, kyaml never', () => {
    const words = `${'word '.repeat(30)}end`;
    expect(renderYaml({ a: words }).split('\n')).toHaveLength(3);
    expect(renderYaml({ a: words }, { dialect: 'kyaml' })).toBe(`a: ${words}\n`);
  });

  it('goes through JSON where that changes a text', () => {
    expect(renderYaml({ a: 'x\u0085y' })).toBe('a: x y\n');
    expect(() => renderYaml('\u007f')).toThrow('yaml: control characters are not allowed');
  });
});

describe('round trips', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^[ -~\n]{0,40}$/),
    fc.constantFrom('yes', '1e3', '- a', 'a: b', '---', '~', "''", '# x', '|', '\n', ' \n ', '{{ x }}'),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(text, tie('node'), { maxKeys: 4 }),
    ),
  })).node as fc.Arbitrary<never>;

  it('what is rendered reads as the same value', () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(parseYaml(renderYaml(original))).toEqual(normalized(original));
      }),
      {
        numRuns: 1500,
      },
    );
  });

  it('rendering a value is converting its JSON', () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(renderYaml(original)).toBe(jsonToYaml(renderGoJson(original)));
      }),
      {
        numRuns: 1500,
      },
    );
  });

  it('integers of 64 bits keep every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (integer) => {
        const { a } = parseExactYaml(renderYaml({ a: integer })) as { a: bigint | number };
        expect(BigInt(a)).toBe(integer);
      }),
    );
  });
});

/** Negative zero is an integer in JSON text, and integers have no sign at zero. */
function normalized(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
