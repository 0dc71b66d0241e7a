import { parseGoRequestUri } from '@gotk/go-url';
import type { ChartDependency } from '@gotk/helm';
import { sha256OfBytes } from '../source/content-cache.js';
import { isOciUrl } from '../source/oci-chart-reference.js';
import { anonymousRepository, type RepositoryEntry, readRepositories } from '../source/repositories-file.js';
import { isSameUrl } from '../source/same-url.js';
import type { DependencyRun } from './dependency-run.js';
import { isLocal, localFolder } from './local-chart.js';

/** Dependencies with the names of their repositories. */
export interface NamedRepositories {
  /** With URLs instead of the names that users have given to repositories. */
  readonly dependencies: readonly ChartDependency[];
  /** Name of the repository by name of the dependency, where the user has given it one. */
  readonly names: ReadonlyMap<string, string>;
}

/** Finds out which repositories dependencies mean. @throws Error in Helm's words for names that nobody has given */
export function nameRepositories(run: DependencyRun, wanted: readonly ChartDependency[]): NamedRepositories {
  const repositories = readRepositories(run.settings.repositoryConfig) ?? [];
  const names = new Map<string, string>();
  const missing: string[] = [];
  const dependencies = wanted.map((dependency) => {
    const { name, repository } = dependency;
    if (repository === '') return dependency;
    if (isLocal(repository)) localFolder(run, repository);
    if (isLocal(repository) || isOciUrl(repository)) {
      names.set(name, repository);
      return dependency;
    }
    const known = repositories.find((each) => isMeant(each, repository));
    if (known !== undefined) names.set(name, known.name);
    else if (!isUri(repository)) missing.push(repository);
    return known !== undefined && isAlias(repository) ? { ...dependency, repository: known.url } : dependency;
  });
  if (missing.length > 0) throw new Error(missingText(missing));
  return { dependencies, names };
}

function isAlias(repository: string): boolean {
  return repository.startsWith('@') || repository.startsWith('alias:');
}

function isMeant({ name, url }: RepositoryEntry, repository: string): boolean {
  return repository === `@${name}` || repository === `alias:${name}` || isSameUrl(url, repository);
}

function isUri(text: string): boolean {
  try {
    parseGoRequestUri(text);
    return true;
  } catch {
    // The text is somebody's, so it is no error that it is no URL.
    return false;
  }
}

function missingText(missing: readonly string[]): string {
  const text = `no repository definition for ${missing.join(', ')}. Please add them via 'helm repo add'`;
  const isPlainName = missing.some((name) => !name.includes('//') && !isAlias(name));
  if (!isPlainName) return text;
  return `${text}
Note that repositories must be URLs or aliases. For example, to refer to the "example"
repository, use "https://charts.example.com/" or "@example" instead of
"example". Don't forget to add the repo, too ('helm repo add').`;
}

/** Beginning of the names of repositories that Helm makes up. */
export const MADE_UP = 'helm-manager-';

/** A repository that nobody has named, for a dependency. */
export interface UnnamedRepository extends RepositoryEntry {
  readonly dependency: string;
}

/** Names for the repositories that the user has not named: one for each dependency of a name. */
export function unnamedRepositories({ dependencies, names }: NamedRepositories): readonly UnnamedRepository[] {
  const unnamed = new Map<string, UnnamedRepository>();
  for (const { name, repository } of dependencies) {
    if (repository === '' || names.has(name) || unnamed.has(name)) continue;
    const hash = sha256OfBytes(Buffer.from(repository));
    unnamed.set(name, { ...anonymousRepository(repository, `${MADE_UP}${hash}`), dependency: name });
  }
  return [...unnamed.values()];
}

/** Makes sure that the user has named every repository of a lock. @throws Error in Helm's words */
export function requireRepositories(
  { settings }: DependencyRun,
  locked: readonly { readonly repository: string }[],
): void {
  const repositories = readRepositories(settings.repositoryConfig) ?? [];
  const missing = locked
    .map(({ repository }) => repository)
    .filter((repository) => repository !== '' && !isLocal(repository) && !isOciUrl(repository))
    .filter((repository) => !repositories.some(({ url }) => isSameUrl(url, repository.replace(/\/$/, ''))));
  if (missing.length === 0) return;
  throw new Error(
    `no repository definition for ${missing.join(', ')}. Please add the missing repos via 'helm repo add'`,
  );
}
