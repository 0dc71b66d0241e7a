/** A version as Masterminds/semver holds it. Numbers go up to 2^64 − 1. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** Identifiers behind `-`, joined by dots; empty for a release. */
  readonly prerelease: string;
  /** Identifiers behind `+`; they carry no weight in comparisons. */
  readonly metadata: string;
  /** The text it was read from. */
  readonly original: string;
}

/** The version in full form, without a leading `v`. */
export function renderVersion({ major, minor, patch, prerelease, metadata }: Omit<Version, 'original'>): string {
  const core = `${major}.${minor}.${patch}`;
  const pre = prerelease === '' ? core : `${core}-${prerelease}`;
  return metadata === '' ? pre : `${pre}+${metadata}`;
}
