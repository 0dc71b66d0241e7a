import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { Version } from './version.js';

/** Longest version, in bytes. */
const MAX_LENGTH = 256;
const MAX_UINT64 = 2n ** 64n - 1n;

const LOOSE =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/**
 * Reads a version leniently: `v1`, `1.2` and `01.2.3` are versions, missing numbers are 0.
 *
 * @throws LocatedError `semver-syntax` with Masterminds/semver's message.
 */
export function parseVersion(text: string): Version {
  checkLength(text);
  const match = LOOSE.exec(text);
  if (match === null) throw syntaxError('invalid semantic version');
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  const [first, second, third] = [major, minor, patch].map((digits) =>
    parseNumber(digits, 'error parsing version segment: '),
  );
  checkPrerelease(prerelease);
  return { major: first ?? 0n, minor: second ?? 0n, patch: third ?? 0n, prerelease, metadata, original: text };
}

/** The version, or `undefined` where {@link parseVersion} would throw. */
export function findVersion(text: string): Version | undefined {
  try {
    return parseVersion(text);
  } catch (error) {
    if (error instanceof LocatedError) return undefined;
    throw error;
  }
}

/**
 * Reads a version as semver.org defines it: three numbers, no `v`, no leading zeros.
 *
 * @throws LocatedError `semver-syntax`.
 */
export function parseStrictVersion(text: string): Version {
  if (text === '') throw syntaxError('version string empty');
  checkLength(text);
  const [major, minor, ...others] = text.split('.');
  if (major === undefined || minor === undefined || others.length === 0) throw syntaxError('invalid semantic version');
  const [beforeMetadata, metadata] = splitOnce(others.join('.'), '+');
  if (metadata !== undefined) checkMetadata(metadata);
  const [patch, prerelease] = splitOnce(beforeMetadata, '-');
  if (prerelease !== undefined) checkIdentifiers(prerelease);
  for (const part of [major, minor, patch]) checkStrictNumber(part);
  return {
    major: parseNumber(major, ''),
    minor: parseNumber(minor, ''),
    patch: parseNumber(patch, ''),
    prerelease: prerelease ?? '',
    metadata: metadata ?? '',
    original: text,
  };
}

function checkLength(text: string): void {
  if (new TextEncoder().encode(text).length > MAX_LENGTH)
    throw syntaxError(`version string is too long (max ${MAX_LENGTH} bytes)`);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function checkStrictNumber(part: string): void {
  if (!/^[0-9]*$/.test(part)) throw syntaxError('invalid characters in version');
  if (part.length > 1 && part.startsWith('0')) throw syntaxError('version segment starts with 0');
}

function parseNumber(digits: string, prefix: string): bigint {
  const problem = digits === '' ? 'invalid syntax' : BigInt(digits) > MAX_UINT64 ? 'value out of range' : undefined;
  if (problem === undefined) return BigInt(digits);
  throw syntaxError(`${prefix}strconv.ParseUint: parsing ${goQuote(digits)}: ${problem}`);
}

function checkPrerelease(prerelease: string): void {
  if (prerelease !== '') checkIdentifiers(prerelease);
}

function checkIdentifiers(prerelease: string): void {
  for (const part of prerelease.split('.')) {
    if (!/^[0-9A-Za-z-]+$/.test(part)) throw syntaxError('invalid prerelease string');
    if (/^0[0-9]+$/.test(part)) throw syntaxError('version segment starts with 0');
  }
}

function checkMetadata(metadata: string): void {
  if (!metadata.split('.').every((part) => /^[0-9A-Za-z-]+$/.test(part))) throw syntaxError('invalid metadata string');
}

function syntaxError(message: string): LocatedError {
  return new LocatedError({ code: 'semver-syntax', message });
}
