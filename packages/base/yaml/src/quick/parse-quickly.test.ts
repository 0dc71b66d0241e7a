import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactYaml, roundIntegers } from '../parse-yaml.js';
import { renderYaml } from '../render-yaml.js';
import { parseQuickly } from './parse-quickly.js';
import { skimFields } from './skim-fields.js';

/** What the whole parser says, or that it refuses the text. */
function parseWholly(text: string, strict = false): unknown {
  try {
    return roundIntegers(parseExactYaml(text, { strict }));
  } catch (error) {
    if (error instanceof LocatedError) return 'refused';
    throw error;
  }
}

const taken: readonly (readonly [string, string])[] = [
  ['block mappings', 'a: 1\nb:\n  c: yes\n  "d": e\n'],
  ['sequences at and below the column of their key', 'a:\n- 1\n- b: 2\n  c: 3\nd:\n  - - x\n    - y\n  -\n    z: 1\n'],
  ['comments and empty lines', '# head\n\na: 1 # one\n  # deeper\nb: # none\n\n\nc: x#y\n'],
  ['values that are missing', 'a:\nb:\n- \n-\nc:\n'],
  ['literal and folded texts', 'a: |\n  x\n   y\n\nb: >-\n  one\n  two\n\n  three\n    more\nc: |+\n  z\n\n'],
  ['texts that are empty, and without an end', 'a: |\nb: >-\n\nc: |-\n   x'],
  ['quotes', `a: "x # y"\nb: 'it''s'\nc: "a\\n\\"b\\""\n'd e': ""\n`],
  ['quoted texts of several lines', 'a: "one\n  two\n\n  three \\\n  \\ four"\nb: \'x\n\n\n  y\'\n'],
  ['unquoted texts of several lines', 'a: one\n  two # end\nb: x\n\n  - y\n  z\n'],
  ['collections on one line', 'a: []\nb: {}\nc: [1, "b", c d, [x]]\nd: { e: f, "g": [h], \'i\': "j" }\ne: {"k":1}\n'],
  ['collections and scalars on the next line', 'a:\n  {}\nb:\n  "x"\nc:\n  d\n'],
  ['a marker before everything', '---\na: 1\n'],
  ['texts that begin with a colon', 'c: :one:two\nd:\n- :three\n- - ::four\n  - :five: 6\n:e: 7\nb: :x\n'],
  ['other alphabets and emoji', 'ü: "é"\nb: 日本 🎉\n'],
  ['tabs inside texts', 'a: |\n  x\ty\n  \tz\n'],
  ['keys that are no text to YAML', 'true: 1\n7: 2\nyes: 3\n'],
  ['a key of objects', '__proto__: 1\nconstructor: {}\n'],
];

/** The fields that are wanted where others are gone over. */
const WANTED: ReadonlySet<string> = new Set(['a', 'b']);

const left: readonly (readonly [string, string])[] = [
  ['anchors and aliases', 'a: &x 1\nb: *x\n'],
  ['merge keys', 'a:\n  <<: {b: 1}\n'],
  ['tags', 'a: !!str 1\n'],
  ['explicit keys', '? a\n: b\n'],
  ['more than one document', 'a: 1\n---\nb: 2\n'],
  ['directives', '%YAML 1.1\n---\na: 1\n'],
  ['tabs between words', 'a:\t1\n'],
  ['other line breaks', 'a: 1\r\nb: 2\u2028'],
  ['indentation that is told', 'a: |2\n   x\n'],
  ['collections over several lines', 'a: [1,\n  2]\n'],
  ['null as a key', '~: 1\n'],
  ['large integers and no numbers', 'a: 9223372036854775807\n'],
  ['infinity', 'a: .inf\n'],
  ['a mapping value in a scalar', 'a: b: c\n'],
  ['lines that fit nowhere', 'a:\n    b: 1\n  c: 2\n'],
  ['deeper lines behind a value', 'a: "1"\n  b: 2\n'],
  ['scalars alone', 'just text\n'],
  ['nothing', '# nothing\n'],
  ['quotes without an end', 'a: "x\n'],
  ['halves of pairs', 'a: \ud800\n'],
];

describe('what is read quickly', () => {
  it.each(taken)('takes %s', (_, text) => {
    expect(parseQuickly(text)).toEqual(parseWholly(text));
    expect(parseQuickly(text)).not.toBeUndefined();
  });

  it.each(left)('leaves %s to the whole parser', (_, text) => {
    expect(parseQuickly(text)).toBeUndefined();
  });

  it.each(['a: 1\nb: 2\na: 3\n', 'a: {b: 1, b: 2}\n', '- x: 1\n  "x": 2\n'])(
    'leaves repeated keys to it: %j',
    (text) => {
      expect(parseQuickly(text, { unique: true })).toBeUndefined();
    },
  );

  it('leaves what is nested deeply, without running out of stack', () => {
    expect(parseQuickly('- '.repeat(100_000))).toBeUndefined();
    expect(parseQuickly(`a: ${'['.repeat(100_000)}`)).toBeUndefined();
  });

  it('takes time in proportion to the text', () => {
    const lines = 100_000;
    for (const line of ['- a\n', '- "a"\n', "- 'a'\n", 'a\n', '- a #\n', '#\n', '- a   \n']) {
      parseQuickly(line.repeat(lines));
    }
    parseQuickly(`a: "${' '.repeat(lines)}\n${' '.repeat(lines)}"\n`);
    parseQuickly(`a: x${' '.repeat(lines)}y\n`);
  });
});

const fragment = fc.constantFrom(
  ...[
    'a',
    'b: ',
    '- ',
    '-',
    '? ',
    ': ',
    ':',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '\t',
    '# c',
    ' #',
    '&a ',
    '*a',
    '!t ',
    '|',
    '>-',
    '|+',
  ],
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    '1',
    'yes',
    '~',
    '<<: *a',
    '\n---\n',
    '...',
    '%',
    '@',
    '\\',
    'é',
    '\u2028',
    '🎉',
  ],
  ...[
    'a: b\n',
    '- c\n',
    'k: |\n  t\n',
    '\n# head\n',
    '\ufeff',
    '\ud800',
    '"a\\\n  b"',
    '2001-01-01',
    '\r\n',
    "''",
    '\\n',
    '\\ ',
  ],
  ...[
    'k:\n',
    '  k: v\n',
    '  - v\n',
    '- - ',
    'x: "',
    "y: '",
    '"\n',
    "'\n",
    'f: [a, b]\n',
    'g: {a: b}\n',
    '\n\n',
    '   ',
    '0x1f',
    '-',
    ':',
  ],
);

const skimmed: readonly (readonly [string, string])[] = [
  ['fields that are not wanted', 'c:\n  d: 1\n  e:\n  - f: g\n    h: i\na: 1\n'],
  ['wanted fields, with what stands between them', 'a:\n  x: 1\n\n# y\nc: 2\n"b": {z: 1}\nd:\n'],
  ['sequences at the column of their key', 'c:\n- 1\n- - 2\n  - d: 3\n-\n- e:\n  - 4\n  f: 5\nb: x\n'],
  [
    'unquoted texts of several lines',
    'c: one\n  two # three\nd:\n  - four\n    five\n  -\n    six\n\n    seven\nb: x\n',
  ],
  [
    'quoted texts of several lines',
    'c: "one\n  two\\\n  \\ three \\"four\\"\n\n  five"\nd: \'six\n  it\'\'s\'\nb: x\n',
  ],
  [
    'literal and folded texts',
    'c: |\n  x: y\n\n   - z\nd: >-\n  one\n  \ttwo: three\ne: |+ # four\n\n  five\n\n\nb: x\n',
  ],
  ['comments anywhere', '# one\nc: # two\n  d: 1 # three\n    # four\n  e: "f" # five\nb: x\n# six'],
  ['numbers and words', 'c: [1, 2.5, true]\nd: 0x1f\ne: -12\nf: 1_000\ng: 2001-01-01\nno: 1\n7: 2\nb: 1.50\n'],
  ['other alphabets and emoji', 'c:\n  ü: "é“"\n  日本: 🎉 €\nb: \u2026\n'],
];

describe('what is gone over', () => {
  it.each(skimmed)('takes %s', (_, text) => {
    expect(skimFields(text, WANTED)).not.toBeUndefined();
    agrees(text);
  });

  it.each(left)('leaves %s to the whole parser', (_, text) => {
    expect(skimFields(text, WANTED)).toBeUndefined();
  });

  it.each([
    ['halves of pairs', 'b: x\nc: y\ud800\n'],
    ['control characters in a text', 'b: x\nc: |\n  \u0007\n'],
    ['line breaks of other kinds in a comment', 'b: x # \u2028\n'],
    ['a byte order mark', '\ufeffb: x\n'],
    ['tabs before content', 'b: x\nc: |\n\ty\n'],
    ['a marker inside of quotes', 'b: "x\n---\ny"\n'],
    ['numbers that JSON cannot hold', 'b: x\nc: 9223372036854775807\n'],
    ['keys that are no text', 'b: x\nc:\n  null: 1\n'],
    ['items between entries', 'b: x\n- y\n'],
    ['entries between items', 'c:\n  - x\n  y: z\n'],
    ['lines that are too deep', 'c: x\n  y: z\n'],
    ['mappings that stand in', '  b: x\n  c: y\n'],
  ])('leaves %s to it', (_, text) => {
    expect(skimFields(text, WANTED)).toBeUndefined();
  });

  it('takes texts that are longer than what is kept for them', () => {
    const text = `c: |\n${'  äöü\n'.repeat(400_000)}b: x\n`;
    expect(skimFields(text, WANTED)).toBe('c:\nb: x\n');
  });
});

describe('any text', () => {
  it('is read as by the whole parser, or left to it', () => {
    const text = fc.array(fragment, { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, agrees), { numRuns: 20_000 });
  });

  it('is read as by the whole parser when lines are put together', () => {
    const indent = fc.constantFrom('', '', '  ', '  ', '    ', '   ');
    const head = fc.constantFrom('a: ', 'b: ', '- ', '- c: ', '', 'd:', '-', '"e": ', "'f': ", '- - ');
    const scalar = fc.constantFrom(
      ...[
        'x',
        '1',
        '"q"',
        "'s'",
        '|',
        '>',
        '|-',
        '>+',
        '',
        '"m',
        "m'",
        'm"',
        '# c',
        'x # c',
        '[]',
        '{}',
        '[a]',
        '{a: 1}',
      ],
      ...[
        'x y',
        '"q\\"',
        '"q\\n"',
        "'it''s'",
        'x:',
        '\\',
        'a\\',
        '---',
        'true',
        '1.50',
        '2001-01-01',
        '{"a":1}',
        '[ a , b ]',
      ],
    );
    const line = fc.tuple(indent, head, scalar, fc.constantFrom('\n', '\n', '\n', '\n\n', ' \n', '\n \n'));
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.map((parts) => parts.join('')).join(''));
    fc.assert(fc.property(text, agrees), { numRuns: 20_000 });
  });

  it('is read quickly when it was written from JSON', () => {
    const key = fc.oneof(fc.stringMatching(/^[a-z][a-zA-Z./-]{0,8}$/), fc.string({ maxLength: 4 }));
    const leaf = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        agrees(renderYaml(json as never));
      }),
      { numRuns: 3_000 },
    );
  });
});

function agrees(text: string): void {
  const quick = parseQuickly(text);
  if (quick !== undefined) expect({ text, value: quick }).toEqual({ text, value: parseWholly(text) });
  const unique = parseQuickly(text, { unique: true });
  if (unique !== undefined) expect({ text, value: unique }).toEqual({ text, value: parseWholly(text, true) });
  const fields = skimFields(text, WANTED);
  if (fields !== undefined)
    expect({ text, value: parseQuickly(fields) }).toEqual({ text, value: withWantedFields(quick) });
}

function withWantedFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, WANTED.has(key) ? field : null]));
}
