import { compareUtf8, goQuote } from '@gotk/json';
import { CelError } from '../../values/cel-error.js';

/** A semantic version as blang/semver, which Kubernetes uses, reads it. */
export interface SemanticVersion {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly (bigint | string)[];
  /** The version as it is written. */
  readonly text: string;
}

const MAX_UINT = 2n ** 64n - 1n;

/** Reads a version with all three numbers. @throws CelError */
export function parseSemanticVersion(text: string): SemanticVersion {
  if (text === '') throw new CelError('Version string empty');
  const [major, minor, ...rest] = text.split('.');
  if (major === undefined || minor === undefined || rest.length === 0) {
    throw new CelError('No Major.Minor.Patch elements found');
  }
  const first = readNumber('major', major);
  const second = readNumber('minor', minor);
  const { before: release, behind: build } = cut(rest.join('.'), '+');
  const { before: patch, behind: prerelease } = cut(release, '-');
  const third = readNumber('patch', patch);
  const identifiers = prerelease?.split('.').map(readIdentifier) ?? [];
  for (const identifier of build?.split('.') ?? []) checkBuild(identifier);
  return { numbers: [first, second, third], prerelease: identifiers, text };
}

/** Reads a version that may begin with `v`, have leading zeros and lack numbers. @throws CelError */
export function parseLooseVersion(text: string): SemanticVersion {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(rest.length === 0 ? [] : [rest.join('.')])];
  const normal = parts.map((part) => (part.length > 1 ? part.replace(/^0+/, '').replace(/^(?!\d)/, '0') : part));
  if (normal.length < 3 && /[+-]/.test(normal.at(-1) ?? '')) {
    throw new CelError('short version cannot contain PreRelease/Build meta data');
  }
  while (normal.length < 3) normal.push('0');
  return parseSemanticVersion(normal.join('.'));
}

function cut(text: string, separator: string): { before: string; behind: string | undefined } {
  const at = text.indexOf(separator);
  return at < 0 ? { before: text, behind: undefined } : { before: text.slice(0, at), behind: text.slice(at + 1) };
}

function readNumber(which: 'major' | 'minor' | 'patch', text: string): bigint {
  if (!/^\d*$/.test(text)) throw new CelError(`Invalid character(s) found in ${which} number ${goQuote(text)}`);
  if (/^0./.test(text)) {
    const name = which[0]?.toUpperCase() + which.slice(1);
    throw new CelError(`${name} number must not contain leading zeroes ${goQuote(text)}`);
  }
  return readUint(text);
}

function readUint(text: string): bigint {
  const failed = `strconv.ParseUint: parsing ${goQuote(text)}`;
  if (text === '') throw new CelError(`${failed}: invalid syntax`);
  const value = BigInt(text);
  if (value > MAX_UINT) throw new CelError(`${failed}: value out of range`);
  return value;
}

function readIdentifier(text: string): bigint | string {
  if (text === '') throw new CelError('Prerelease is empty');
  if (/^\d+$/.test(text)) {
    if (/^0./.test(text)) {
      throw new CelError(`Numeric PreRelease version must not contain leading zeroes ${goQuote(text)}`);
    }
    return readUint(text);
  }
  if (!/^[0-9A-Za-z-]+$/.test(text)) throw new CelError(`Invalid character(s) found in prerelease ${goQuote(text)}`);
  return text;
}

function checkBuild(text: string): void {
  if (text === '') throw new CelError('Build meta data is empty');
  if (!/^[0-9A-Za-z-]+$/.test(text)) {
    throw new CelError(`Invalid character(s) found in build meta data ${goQuote(text)}`);
  }
}

/** -1, 0 or 1; builds do not count. */
export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): -1 | 0 | 1 {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] as bigint;
    if (number !== other) return number > other ? 1 : -1;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: SemanticVersion['prerelease'], b: SemanticVersion['prerelease']): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) return sign(b.length - a.length);
  for (const [i, identifier] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return sign(a.length - b.length);
}

function compareIdentifiers(a: bigint | string, b: bigint | string): -1 | 0 | 1 {
  if (typeof a === 'string' && typeof b === 'string') return sign(compareUtf8(a, b));
  if (typeof a !== typeof b) return typeof a === 'bigint' ? -1 : 1;
  return a === b ? 0 : a > b ? 1 : -1;
}

function sign(value: number): -1 | 0 | 1 {
  if (value === 0) return 0;
  return value > 0 ? 1 : -1;
}
