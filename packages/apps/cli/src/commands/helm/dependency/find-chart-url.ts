import type { LockedDependency } from '@gotk/helm';
import { indexedVersions, resolveReference } from '@gotk/helm-repository';
import { compareVersions, findVersion } from '@gotk/semver';
import { readCachedIndex } from '../source/cached-index.js';
import { findInRepository } from '../source/find-in-repository.js';
import { isOciUrl } from '../source/oci-chart-reference.js';
import { anonymousRepository, type RepositoryEntry, readRepositories } from '../source/repositories-file.js';
import { isSameUrl } from '../source/same-url.js';
import type { DependencyRun } from './dependency-run.js';

/** Where the package of a dependency is. */
export interface FoundChart {
  readonly url: string;
  /** The repository that the user has named. */
  readonly owner: RepositoryEntry | undefined;
}

/** The cached indexes of all repositories that the user has named. @throws Error in Helm's words */
export function readNamedIndexes({ settings }: DependencyRun): ReadonlyMap<RepositoryEntry, Buffer> {
  const repositories = readRepositories(settings.repositoryConfig) ?? [];
  return new Map(
    repositories.map((repository) => [repository, readCachedIndex(settings.repositoryCache, repository.name)]),
  );
}

/** Finds the package of a dependency. @throws Error in Helm's words */
export async function findChartUrl(
  { network, log }: DependencyRun,
  { name, version, repository }: LockedDependency,
  indexes: ReadonlyMap<RepositoryEntry, Buffer>,
): Promise<FoundChart> {
  if (isOciUrl(repository)) return { url: `${repository}/${name}:${version}`, owner: undefined };
  for (const [owner, index] of indexes) {
    if (!isSameUrl(repository, owner.url)) continue;
    const versions = indexedVersions(index, name);
    if (versions === undefined) throw new Error('entry not found');
    const chart = versions.find(
      ({ version: each, urls }) => urls.length > 0 && (version === '' || isSame(version, each)),
    );
    if (chart === undefined) throw new Error('no matching version');
    return { url: resolveReference(repository, chart.urls[0] ?? ''), owner };
  }
  try {
    const options = { repository: anonymousRepository(repository), chart: name, version, log };
    return { url: await findInRepository(network, options), owner: undefined };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`chart ${name} not found in ${repository}: ${reason}`, { cause });
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [findVersion(a), findVersion(b)];
  if (left === undefined) return a === b;
  return right !== undefined && compareVersions(left, right) === 0;
}
