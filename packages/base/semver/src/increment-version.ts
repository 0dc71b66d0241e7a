import { LocatedError } from '@gotk/located-error';
import { renderVersion, type Version } from './version.js';

const MAX_UINT64 = 2n ** 64n - 1n;

/**
 * The next version of a kind. The next patch of a prerelease is its release.
 * @throws LocatedError `semver-range` where the number would not fit into 64 bits.
 */
export function incrementVersion(version: Version, part: 'major' | 'minor' | 'patch'): Version {
  const next = { ...version, ...raised(version, part), prerelease: '', metadata: '' };
  return { ...next, original: (version.original.startsWith('v') ? 'v' : '') + renderVersion(next) };
}

function raised(version: Version, part: 'major' | 'minor' | 'patch'): Partial<Version> {
  if (part === 'patch' && version.prerelease !== '') return {};
  if (version[part] === MAX_UINT64)
    throw new LocatedError({ code: 'semver-range', message: `${part} version increment would overflow uint64` });
  const value = version[part] + 1n;
  if (part === 'patch') return { patch: value };
  return part === 'minor' ? { minor: value, patch: 0n } : { major: value, minor: 0n, patch: 0n };
}
