import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  explainConstraint,
  findVersion,
  incrementVersion,
  matchesConstraint,
  parseConstraint,
  parseStrictVersion,
  parseVersion,
  pickLatest,
  renderConstraint,
  renderVersion,
} from './index.js';

describe('versions', () => {
  it.each([
    ['v1', '1.0.0'],
    ['1.2', '1.2.0'],
    ['01.2.3', '1.2.3'],
    ['1.2.3-rc.1+build.5', '1.2.3-rc.1+build.5'],
    ['v1-beta', '1.0.0-beta'],
  ])('%s is %s', (text, full) => expect(renderVersion(parseVersion(text))).toBe(full));

  it.each([
    ['1.2.3.4', 'invalid semantic version'],
    ['1.2.3-01', 'version segment starts with 0'],
    [
      '18446744073709551616.0.0',
      'error parsing version segment: strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    ['1'.repeat(257), 'version string is too long (max 256 bytes)'],
  ])('%s is none', (text, message) => expect(() => parseVersion(text)).toThrow(message));

  it.each([
    ['', 'version string empty'],
    ['1.2', 'invalid semantic version'],
    ['v1.2.3', 'invalid characters in version'],
    ['1.02.3', 'version segment starts with 0'],
    ['1.2.3-a..b', 'invalid prerelease string'],
  ])('%j is no strict version', (text, message) => expect(() => parseStrictVersion(text)).toThrow(message));

  it('go from prerelease to release, numbers before words', () => {
    const sorted = ['1.0.0-1', '1.0.0-2', '1.0.0-10', '1.0.0-a', '1.0.0-a.1', '1.0.0', 'v1.0.1', '1.1'];
    const shuffled = [...sorted].reverse().map(parseVersion).sort(compareVersions);
    expect(shuffled.map(({ original }) => original)).toEqual(sorted);
  });

  it.each([
    ['v1.2.3-rc.1', 'patch', 'v1.2.3'],
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2.3+b', 'minor', '1.3.0'],
    ['1.2', 'major', '2.0.0'],
  ] as const)('after %s the next %s is %s', (text, part, next) => {
    expect(incrementVersion(parseVersion(text), part).original).toBe(next);
  });
});

describe('constraints', () => {
  it.each([
    ['>=1.0.0, <2.0.0', ['1.0.0', '1.9.9'], ['0.9.9', '2.0.0', '1.5.0-rc.1']],
    ['>=1.0.0-0', ['1.0.0', '2.0.0-rc.1'], ['0.9.0', '0.9.9']],
    ['~1.2', ['1.2.0', '1.2.9'], ['1.3.0', '1.1.9']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0', '0.2.2']],
    ['^0', ['0.0.0', '0.9.9'], ['1.0.0']],
    ['1.x || 3', ['1.9.0', '3.4.5'], ['2.0.0']],
    ['!=1.2.x', ['1.3.0', '2.0.0'], ['1.2.7']],
    ['1.2 - 2.3', ['1.2.0', '2.3.4'], ['2.4.0', '1.1.0']],
    ['*', ['0.0.0', '9.9.9'], ['1.0.0-rc.1']],
    ['=> 1.0 =<2', ['1.0.0', '2.9.9'], ['3.0.0']],
  ])('%s', (text, matching, others) => {
    const constraint = parseConstraint(text);
    for (const version of matching) expect(matchesConstraint(parseVersion(version), constraint), version).toBe(true);
    for (const version of others) expect(matchesConstraint(parseVersion(version), constraint), version).toBe(false);
  });

  it.each([
    ['', 'improper constraint: ""'],
    ['latest', 'improper constraint: "latest"'],
    ['1.2.3,', 'improper constraint: "1.2.3,"'],
    ['1.2.3 || >', 'improper constraint: " >"'],
    ['18446744073709551616', 'constraint parser error'],
    [`1${' '.repeat(600)}`, 'constraint string is too long (max 512 bytes)'],
    [Array(40).fill('1').join('||'), 'too many constraint groups (max 32)'],
  ])('%j is none', (text, message) => expect(() => parseConstraint(text)).toThrow(message));

  it('say why', () => {
    const constraint = parseConstraint('>=1.2.3, <2');
    expect(explainConstraint(parseVersion('2.1.0'), constraint)).toEqual(['"2.1.0" is greater than or equal to "2"']);
    expect(explainConstraint(parseVersion('1.3.0'), constraint)).toEqual([]);
    expect(explainConstraint(parseVersion('1.3.0-rc.1'), constraint)).toEqual([
      '"1.3.0-rc.1" is a prerelease version and the constraint is only looking for release versions',
    ]);
  });

  it('take prereleases when told to', () => {
    expect(matchesConstraint(parseVersion('1.0.0-rc.1'), parseConstraint('*'), { includePrerelease: true })).toBe(true);
  });

  it('take a text full of spaces in linear time', () => {
    const text = `${'1   '.repeat(120)}!`;
    expect(() => parseConstraint(text)).toThrow('improper constraint');
  });
});

it('picks the highest version that matches, the first of equal ones, as it was written', () => {
  const tags = ['latest', 'v1.0.0', '1.1.0', 'v1.1.0+b2', '2.0.0-rc.1', '1.1'];
  expect(pickLatest(tags, parseConstraint('1.x'))).toBe('1.1.0');
  expect(pickLatest(tags, parseConstraint('>=2.0.0-0'))).toBe('2.0.0-rc.1');
  expect(pickLatest(tags, parseConstraint('>=3'))).toBeUndefined();
});

describe('properties', () => {
  const version = fc
    .tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.constantFrom('', '-rc.1', '-alpha', '-0', '-a.b.1', '-10'))
    .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);
  const constraint = fc
    .array(fc.tuple(fc.constantFrom('', '=', '!=', '>', '<', '>=', '<=', '~', '^'), version), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.map(([operator, text]) => operator + text).join(' '));

  it('a version reads as itself', () => {
    fc.assert(
      fc.property(version, (text) => {
        expect(renderVersion(parseVersion(text))).toBe(text);
        expect(renderVersion(parseStrictVersion(text))).toBe(text);
      }),
    );
  });

  it('the order is total', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(parseVersion).sort(compareVersions);
        if (x === undefined || y === undefined || z === undefined) throw new Error('three versions were given');
        expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
        expect(Math.sign(compareVersions(x, y))).toBe(-Math.sign(compareVersions(y, x)) + 0);
      }),
    );
  });

  it('a constraint in normal form means the same', () => {
    fc.assert(
      fc.property(constraint, version, (text, candidate) => {
        const [once, again] = [parseConstraint(text), parseConstraint(renderConstraint(parseConstraint(text)))];
        expect(matchesConstraint(parseVersion(candidate), again)).toBe(
          matchesConstraint(parseVersion(candidate), once),
        );
      }),
    );
  });

  it('any text is read or refused with an error of ours', () => {
    const text = fc.array(
      fc.constantFrom('1', '.', 'x', '*', '-', '+', 'v', ' ', ',', '||', '>', '<', '=', '!', '~', '^', 'rc', '|', 'é'),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        findVersion(parts.join(''));
        try {
          parseConstraint(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(LocatedError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
