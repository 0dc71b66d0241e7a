import type { ChartDependency, LockedDependency } from '@gotk/helm';
import { indexedVersions } from '@gotk/helm-repository';
import { type Constraint, findVersion, matchesConstraint } from '@gotk/semver';
import { readCachedIndex } from '../source/cached-index.js';
import { isOciUrl, parseChartReference } from '../source/oci-chart-reference.js';
import type { DependencyRun } from './dependency-run.js';
import { isLocal, loadLocal, localFolder, parseRange } from './local-chart.js';

export interface ChooseOptions {
  readonly dependencies: readonly ChartDependency[];
  /** Names of repositories by dependency. */
  readonly names: ReadonlyMap<string, string>;
}

/** Which version each dependency becomes. @throws Error in Helm's words when there is none for some */
export async function chooseVersions(
  run: DependencyRun,
  { dependencies, names }: ChooseOptions,
): Promise<readonly LockedDependency[]> {
  const locked: LockedDependency[] = [];
  const missing: string[] = [];
  for (const dependency of dependencies) {
    const { name, version, repository } = dependency;
    const constraint = parseRange(
      version,
      (reason) => `dependency ${JSON.stringify(name)} has an invalid version/constraint format: ${reason}`,
    );
    const chosen = await choose(run, { dependency, constraint, repositoryName: names.get(name) ?? '' });
    if (chosen === undefined) {
      missing.push(
        `${JSON.stringify(name)} (repository ${JSON.stringify(repository)}, version ${JSON.stringify(version)})`,
      );
    } else locked.push({ name, repository, version: chosen });
  }
  if (missing.length === 0) return locked;
  const advice =
    'Make sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml';
  throw new Error(`can't get a valid version for ${missing.length} subchart(s): ${missing.join(', ')}. ${advice}`);
}

interface Choice {
  readonly dependency: ChartDependency;
  readonly constraint: Constraint;
  readonly repositoryName: string;
}

/** @returns `undefined` when no version fits. */
function choose(run: DependencyRun, choice: Choice): Promise<string | undefined> | string | undefined {
  const { name, repository, version } = choice.dependency;
  if (repository === '') {
    localFolder(run, `charts/${name}`);
    return version;
  }
  if (isLocal(repository)) return chooseLocal(run, choice);
  return isOciUrl(repository) ? chooseTag(run, choice) : chooseIndexed(run, choice);
}

function chooseLocal(run: DependencyRun, { dependency, constraint }: Choice): string | undefined {
  const { version } = loadLocal(run, localFolder(run, dependency.repository)).metadata;
  return fits(version, constraint) ? version : undefined;
}

function fits(text: string, constraint: Constraint): boolean {
  const version = findVersion(text);
  return version !== undefined && matchesConstraint(version, constraint);
}

/** A registry need not be asked for a version that is none of a range. */
async function chooseTag({ registry }: DependencyRun, { dependency, constraint }: Choice): Promise<string> {
  const { name, version, repository } = dependency;
  if (findVersion(version) !== undefined) return version;
  try {
    const tags = await registry.tags(parseChartReference(`${repository}/${name}`).name);
    return tags.find((tag) => fits(tag, constraint)) ?? version;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`could not retrieve list of tags for repository ${repository}: ${reason}`, { cause });
  }
}

function chooseIndexed(
  { settings }: DependencyRun,
  { dependency, constraint, repositoryName }: Choice,
): string | undefined {
  const { name, repository } = dependency;
  const versions = indexedVersions(readIndex(settings.repositoryCache, repositoryName), name);
  if (versions === undefined) throw new Error(`${name} chart not found in repo ${repository}`);
  return versions.find(({ version, urls }) => urls.length > 0 && fits(version, constraint))?.version;
}

function readIndex(repositoryCache: string, name: string): Buffer {
  try {
    return readCachedIndex(repositoryCache, name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`no cached repository for ${name} found. (try 'helm repo update'): ${reason}`, { cause });
  }
}
