import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substitute, substituteVariables } from './index.js';

const values: Readonly<Record<string, string>> = {
  a: '1',
  empty: '',
  S: 'Hello World',
  path: '/usr/local/lib/file.tar.gz',
  u: 'ünïcode',
  rep: 'banana',
};
const lookup = (name: string): string | undefined => values[name];

describe('substitution', () => {
  it.each([
    ['no variable', 'x $a {a}', 'x $a {a}'],
    ['a value', 'x ${a} y', 'x 1 y'],
    ['an escape', '$${a} ${a}', '${a} 1'],
    ['a default for the unset', '${none:-x}', 'x'],
    ['a default for the empty', '${empty:=x}', 'x'],
    ['a nested default', '${none:=${a}-${S}}', '1-Hello World'],
    ['the length in bytes', '${#u}', '9'],
    ['upper case', '${u^^}', 'ÜNÏCODE'],
    ['a first letter', '${rep^}', 'Banana'],
    ['a substring', '${S:6:3}', 'Wor'],
    ['a substring from the end', '${S: -5}', 'Hello World'],
    ['the shortest prefix', '${path#*/}', 'usr/local/lib/file.tar.gz'],
    ['the longest prefix', '${path##*/}', 'file.tar.gz'],
    ['the shortest suffix', '${path%.*}', '/usr/local/lib/file.tar'],
    ['the longest suffix', '${path%%.*}', '/usr/local/lib/file'],
    ['one replacement', '${rep/an/AN}', 'bANana'],
    ['all replacements', '${rep//an/AN}', 'bANANa'],
    ['a prefix replacement', '${rep/#ba/BA}', 'BAnana'],
    ['a suffix replacement', '${rep/%na/NA}', 'banaNA'],
  ])('%s', (_what, text, expected) => expect(substitute(text, lookup)).toBe(expected));

  it.each([
    ['an unset variable', '${none}', 'variable not set (strict mode): "none"'],
    ['an open brace', '${a', 'missing closing brace'],
    ['no name', '${}', 'unable to parse variable name'],
    ['an operator without a word', '${a#}', 'unable to parse substitution within function'],
  ])('refuses %s', (_what, text, message) => expect(() => substitute(text, lookup)).toThrow(message));

  it('leaves the unset empty where asked to', () =>
    expect(substitute('x${none}y', lookup, { strict: false })).toBe('xy'));

  it('names the variable that has no valid name', () => {
    expect(() => substituteVariables('x', { 'a-b': '1' })).toThrow(
      "'a-b' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'",
    );
  });

  it('does not take inherited names for variables', () => {
    expect(() => substituteVariables('${constructor}', {})).toThrow(
      'variable substitution failed: variable not set (strict mode): "constructor"',
    );
  });

  it('ends on any input, in a result or a clear error', () => {
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      '${',
      '${a',
      ':',
      '-',
      '/',
      '#',
      '%',
      '^',
      ',',
      '=',
      '*',
      '[',
      ']',
      '\\',
      'a',
      'é',
      '\u0000',
      ' ',
      '1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          expect(typeof substitute(pieces.join(''), lookup, { strict: false })).toBe('string');
        } catch (error) {
          expect(error).toMatchObject({ name: 'LocatedError' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes deep nesting and long texts', () => {
    expect(() => substitute(`${'${a:-'.repeat(5000)}x${'}'.repeat(5000)}`, lookup)).toThrow(
      'nested deeper than 100 levels',
    );
    expect(substitute('${a}'.repeat(20_000), lookup)).toBe('1'.repeat(20_000));
    expect(substitute('$$'.repeat(100_000), lookup)).toBe('$'.repeat(100_000));
  });
});
