import { statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, normalize, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type Chart, packageChart } from '@gotk/helm';
import { matchesConstraint, parseConstraint, parseVersion } from '@gotk/semver';
import { openFolder } from '../open-chart.js';
import type { DependencyRun } from './dependency-run.js';

/** A folder named by a dependency. */
export interface LocalFolder {
  readonly path: string;
  readonly shownPath: string;
}

/** Whether a repository is a folder beside the chart. */
export function isLocal(repository: string): boolean {
  return repository.startsWith('file://');
}

/** The folder that `file://…`, or a path in the chart, means. @throws Error in Helm's words when there is none */
export function localFolder({ shownPath, context }: DependencyRun, repository: string): LocalFolder {
  const name = repository.replace(/^file:\/\//, '');
  const shown = isAbsolute(name) ? normalize(name) : join(shownPath, name);
  const path = resolve(context.io.cwd, shown);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new Error(`directory ${shown} not found`);
  return { path, shownPath: shown.replace(/(.)\/$/, '$1') };
}

/** Loads a chart from a folder. @throws LocatedError with Helm's text */
export function loadLocal({ log, settings }: DependencyRun, folder: LocalFolder): Chart {
  return openFolder({ ...folder, log, helmVersion: settings.helmVersion });
}

/** Packs a chart from a folder beside the chart. @returns its version. @throws Error in Helm's words */
export function packLocal(
  run: DependencyRun,
  { name, repository, version }: { readonly name: string; readonly repository: string; readonly version: string },
  folder: string,
): string {
  const chart = loadLocal(run, localFolder(run, repository));
  const constraint = parseRange(
    version,
    (reason) => `dependency ${name} has an invalid version/constraint format: ${reason}`,
  );
  const found = chart.metadata.version;
  if (!matchesConstraint(parseVersion(found), constraint)) {
    throw new Error(`can't get a valid version for dependency ${name}`);
  }
  const { helmVersion } = run.settings;
  const nowMs = run.context.io.nowMs();
  const content = packageChart(chart, { nowMs, helmVersion, deflate: (bytes) => deflateRawSync(bytes) });
  writeFileSync(join(folder, `${chart.metadata.name}-${found}.tgz`), content, { mode: 0o644 });
  return found;
}

/** A range of versions. @throws Error with the text that `describe` makes of the reason */
export function parseRange(range: string, describe: (reason: string) => string): ReturnType<typeof parseConstraint> {
  try {
    return parseConstraint(range);
  } catch (cause) {
    throw new Error(describe(cause instanceof Error ? cause.message : String(cause)), { cause });
  }
}
