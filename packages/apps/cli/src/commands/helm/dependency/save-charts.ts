import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Chart, LockedDependency } from '@gotk/helm';
import { findVersion, matchesConstraint } from '@gotk/semver';
import { openPackage } from '../open-chart.js';
import { keyringOf } from '../source/chart-access.js';
import { ChartDownloader } from '../source/chart-downloader.js';
import { isOciUrl } from '../source/oci-chart-reference.js';
import type { RepositoryEntry } from '../source/repositories-file.js';
import type { DependencyRun } from './dependency-run.js';
import { type FoundChart, findChartUrl, readNamedIndexes } from './find-chart-url.js';
import { isLocal, loadLocal, packLocal, parseRange } from './local-chart.js';

/**
 * Puts the packages of dependencies into charts/, and removes those that are none any more.
 * @returns the dependencies, those from folders with the version that they have.
 * @throws Error in Helm's words; charts/ then is as it was
 */
export async function saveCharts(
  run: DependencyRun,
  locked: readonly LockedDependency[],
): Promise<readonly LockedDependency[]> {
  const indexes = readNamedIndexes(run);
  const charts = join(run.path, 'charts');
  const stats = statSync(charts, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) {
    throw new Error(`${JSON.stringify(join(run.shownPath, 'charts'))} is not a directory`);
  }
  mkdirSync(charts, { recursive: true, mode: 0o755 });
  const unfinished = join(run.path, `tmpcharts-${process.pid}`);
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  try {
    run.write(`Saving ${locked.length} charts\n`);
    const saved = await saveAll(run, { locked, indexes, folder: unfinished });
    moveCharts(run, { from: unfinished, to: charts, locked });
    return saved;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

interface Saving {
  readonly locked: readonly LockedDependency[];
  readonly indexes: ReadonlyMap<RepositoryEntry, Buffer>;
  readonly folder: string;
}

async function saveAll(run: DependencyRun, { locked, indexes, folder }: Saving): Promise<readonly LockedDependency[]> {
  const saved: LockedDependency[] = [];
  const downloaded = new Set<string>();
  for (const dependency of locked) {
    try {
      if (dependency.repository === '') {
        requirePresent(run, dependency);
        saved.push(dependency);
      } else if (isLocal(dependency.repository))
        saved.push({ ...dependency, version: packLocal(run, dependency, folder) });
      else {
        await downloadOne(run, { dependency, indexes, folder, downloaded });
        saved.push(dependency);
      }
    } catch (error) {
      if (error instanceof UnsavedError) throw error.cause;
      run.write(`Save error occurred:  ${error instanceof Error ? error.message : error}\n`);
      throw error;
    }
  }
  return saved;
}

/** A failure that Helm tells once only. */
class UnsavedError extends Error {}

/** A dependency without a repository must stand in charts/. */
function requirePresent(run: DependencyRun, { name, version }: LockedDependency): void {
  run.write(`Dependency ${name} did not declare a repository. Assuming it exists in the charts directory\n`);
  const shownPath = join(run.shownPath, 'charts', name);
  const found = once(() => {
    try {
      return loadLocal(run, { path: join(run.path, 'charts', name), shownPath }).metadata.version;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : cause;
      throw new Error(`unable to load chart '${shownPath}': ${reason}`, { cause });
    }
  });
  const constraint = once(() =>
    parseRange(version, (reason) => `dependency ${name} has an invalid version/constraint format: ${reason}`),
  );
  const parsed = findVersion(found);
  if (parsed !== undefined && matchesConstraint(parsed, constraint)) return;
  throw new Error(`dependency ${name} at version ${found} does not satisfy the constraint ${version}`);
}

function once<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new UnsavedError('', { cause });
  }
}

interface Download {
  readonly dependency: LockedDependency;
  readonly indexes: ReadonlyMap<RepositoryEntry, Buffer>;
  readonly folder: string;
  /** URLs of charts that are there already. */
  readonly downloaded: Set<string>;
}

async function downloadOne(run: DependencyRun, { dependency, indexes, folder, downloaded }: Download): Promise<void> {
  const { name, version, repository } = dependency;
  const found = await findOrFail(run, dependency, indexes);
  const { url, owner } = found;
  if (downloaded.has(url)) return run.write(`Already downloaded ${name} from repo ${repository}\n`);
  run.write(`Downloading ${name} from repo ${repository}\n`);
  const reference = isOciUrl(url) ? `${repository}/${name}` : url;
  try {
    await downloaderFor(run, owner).downloadTo(
      { reference, version: isOciUrl(url) ? version : '' },
      folder,
      run.context.io.cwd,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`could not download ${reference}: ${reason}`, { cause });
  }
  downloaded.add(url);
}

async function findOrFail(
  run: DependencyRun,
  dependency: LockedDependency,
  indexes: ReadonlyMap<RepositoryEntry, Buffer>,
): Promise<FoundChart> {
  try {
    return await findChartUrl(run, dependency, indexes);
  } catch (cause) {
    // Helm names the URL that it has not found: none.
    throw new Error(`could not find : ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** With the credentials that the repository has in Helm's own file. */
function downloaderFor(run: DependencyRun, owner: RepositoryEntry | undefined): ChartDownloader {
  if (owner === undefined) return run.downloader;
  const { settings, network, registry, strategy, log, write, context } = run;
  const keyring = keyringOf(context);
  return new ChartDownloader({
    settings,
    network,
    registry,
    strategy,
    log,
    write,
    keyring,
    access: owner,
    ownerUrl: owner.url,
  });
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly locked: readonly LockedDependency[];
}

function moveCharts(run: DependencyRun, { from, to, locked }: Move): void {
  const before = readdirSync(to, { withFileTypes: true });
  const moved = readdirSync(from)
    .sort()
    .filter((name) => moveOne(run, join(from, name), join(to, name)));
  run.write('Deleting outdated charts\n');
  const kept = new Set(locked.filter(({ repository }) => repository === '').map(({ name }) => name));
  const outdated = before.filter((entry) => !entry.isDirectory() && !moved.includes(entry.name));
  for (const { name } of outdated.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    removeOutdated(run, { file: join(to, name), shown: join(run.shownPath, 'charts', name), kept });
  }
}

/** @returns whether the file is none to remove, moved or not. */
function moveOne(run: DependencyRun, from: string, to: string): boolean {
  const problem = problemOf(run, from);
  if (problem === undefined) renameSync(from, to);
  else run.write(`Could not verify ${from} for moving: ${problem} (Skipping)`);
  return true;
}

function removeOutdated(
  run: DependencyRun,
  { file, shown, kept }: { readonly file: string; readonly shown: string; readonly kept: ReadonlySet<string> },
): void {
  const problem = problemOf(run, file);
  if (problem !== undefined) return run.write(`Could not verify ${shown} for deletion: ${problem} (Skipping)\n`);
  if (!kept.has(openAt(run, file).metadata.name)) rmSync(file);
}

/** Why a file is no package of a chart. */
function problemOf(run: DependencyRun, file: string): string | undefined {
  try {
    openAt(run, file);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function openAt({ log, settings, context }: DependencyRun, file: string): Chart {
  const shownPath = relative(context.io.cwd, file);
  return openPackage({ path: file, shownPath, log, helmVersion: settings.helmVersion });
}
