import { join } from 'node:path';
import { loadIndex } from '@gotk/helm-repository';
import { cachedIndexFile } from '../source/cached-index.js';
import { UNKNOWN_PROTOCOL } from '../source/chart-network.js';
import { writeAtomically } from '../source/content-cache.js';
import { type RepositoryEntry, readRepositories } from '../source/repositories-file.js';
import type { DependencyRun } from './dependency-run.js';
import { MADE_UP } from './name-repositories.js';

/** Fetches the indexes of all repositories that the user has named. */
export async function refreshNamed(run: DependencyRun): Promise<void> {
  const repositories = readRepositories(run.settings.repositoryConfig) ?? [];
  if (repositories.length === 0) return;
  run.write('Hang tight while we grab the latest from your chart repositories...\n');
  await refreshIndexes(run, repositories);
  run.write('Update Complete. ⎈Happy Helming!⎈\n');
}

/** Fetches indexes into the cache. One that cannot be had is no failure, for the cached one may do. */
export async function refreshIndexes(run: DependencyRun, repositories: readonly RepositoryEntry[]): Promise<void> {
  const byUrl = new Map(repositories.map((repository) => [repository.url.replace(/\/$/, ''), repository]));
  const unique = run.settings.helmVersion === '4.2' ? [...byUrl.values()] : repositories;
  for (const { url } of unique) run.network.requireScheme(url, UNKNOWN_PROTOCOL);
  const lines = await Promise.all(unique.map((repository) => refreshOne(run, repository)));
  for (const line of lines) run.write(line);
}

async function refreshOne({ network, settings }: DependencyRun, repository: RepositoryEntry): Promise<string> {
  const { name, url } = repository;
  const isMadeUp = name.startsWith(MADE_UP);
  const shown = JSON.stringify(isMadeUp ? url : name);
  try {
    const index = await network.downloadIndex(repository);
    writeAtomically(join(settings.repositoryCache, `${name}-charts.txt`), chartNames(index));
    writeAtomically(cachedIndexFile(settings.repositoryCache, name), index);
    return `...Successfully got an update from the ${shown} chart repository\n`;
  } catch (error) {
    const place = isMadeUp ? '' : ` (${url})`;
    const reason = error instanceof Error ? error.message : error;
    return `...Unable to get an update from the ${shown} chart repository${place}:\n\t${reason}\n`;
  }
}

function chartNames(index: Buffer): string {
  const { entries } = JSON.parse(loadIndex(index).toString('utf8')) as { readonly entries?: object };
  return Object.keys(entries ?? {})
    .map((name) => `${name}\n`)
    .join('');
}
