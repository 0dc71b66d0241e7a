import { readdirSync, statSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import type { Chart, ChartDependency } from '@gotk/helm';
import { findVersion, matchesConstraint, parseConstraint, parseStrictVersion } from '@gotk/semver';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { helmSettings } from '../helm-settings.js';
import { type OpenChartOptions, openChart, openPackage } from '../open-chart.js';
import { requireOperands } from '../require-operands.js';

/** Lists the dependencies of a chart, and what of them is there. */
export const runDependencyList = asHelm(async (context) => {
  requireOperands(context, { most: 1 });
  const { flags, io, args } = context;
  const shownPath = normalize(args[0] ?? '.').replace(/(.)\/$/, '$1');
  const settings = helmSettings(context);
  const { helmVersion } = settings;
  const folder: ListedFolder = {
    path: resolve(io.cwd, shownPath),
    shownPath,
    log: consoleLog(io, settings),
    helmVersion,
  };
  const chart = openChart(folder);
  const { dependencies } = chart.metadata;
  if (dependencies === undefined) return io.stdout(`WARNING: no dependencies at ${join(shownPath, 'charts')}\n`);
  const rows = dependencies.map((each) => [each.name, each.version, each.repository, statusOf(folder, each, chart)]);
  io.stdout(renderTable([['NAME', 'VERSION', 'REPOSITORY', 'STATUS'], ...rows], flags.number('max-col-width')));
  io.stdout(`\n${undeclaredLines(folder, dependencies).join('')}`);
});

/** A chart, as it is opened. */
type ListedFolder = OpenChartOptions;

function statusOf(folder: ListedFolder, dependency: ChartDependency, chart: Chart): string {
  const archives = packagesOf(folder, dependency.name);
  const candidates =
    archives.length > 1 ? archives.filter((name) => hasStrictVersion(name, dependency.name)) : archives;
  if (candidates.length > 1) return 'too many matches';
  const [archive] = candidates;
  if (archive !== undefined) return packageStatus(folder, archive, dependency);
  const found = chart.dependencies.findLast(({ metadata }) => metadata.name === dependency.name);
  if (found === undefined) return 'missing';
  return versionProblem(found.metadata.version, dependency.version) ?? 'unpacked';
}

function packagesOf({ path }: ListedFolder, name: string): readonly string[] {
  return namesIn(join(path, 'charts')).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'));
}

function namesIn(folder: string): readonly string[] {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true ? readdirSync(folder).sort() : [];
}

function hasStrictVersion(file: string, name: string): boolean {
  try {
    parseStrictVersion(file.slice(name.length + 1, -'.tgz'.length));
    return true;
  } catch {
    // The rest of the name may be anything.
    return false;
  }
}

function packageStatus(folder: ListedFolder, archive: string, dependency: ChartDependency): string {
  try {
    const { name, version } = openPackage({ ...folder, path: join(folder.path, 'charts', archive) }).metadata;
    if (name !== dependency.name) return 'misnamed';
    return versionProblem(version, dependency.version) ?? 'ok';
  } catch {
    return 'corrupt';
  }
}

function versionProblem(found: string, wanted: string): string | undefined {
  if (found === wanted) return undefined;
  try {
    const version = findVersion(found);
    if (version === undefined) return 'invalid version';
    return matchesConstraint(version, parseConstraint(wanted)) ? undefined : 'wrong version';
  } catch {
    return 'invalid version';
  }
}

/** Charts in charts/ that Chart.yaml does not name. */
function undeclaredLines(folder: ListedFolder, dependencies: readonly ChartDependency[]): string[] {
  const { path, shownPath } = folder;
  return namesIn(join(path, 'charts')).flatMap((name) => {
    const file = join(path, 'charts', name);
    if (!statSync(file).isDirectory() && !name.endsWith('.tgz')) return [];
    const shown = JSON.stringify(join(shownPath, 'charts', name));
    try {
      const { metadata } = openChart({ ...folder, path: file, shownPath: file });
      const isDeclared = dependencies.some((dependency) => dependency.name === metadata.name);
      return isDeclared ? [] : [`WARNING: ${shown} is not in Chart.yaml.\n`];
    } catch {
      return [`WARNING: ${shown} is not a chart.\n`];
    }
  });
}

const ELLIPSIS = '...';

/** Columns padded to their widest cell, longer cells cut, tabs between them. */
function renderTable(rows: readonly (readonly string[])[], maxWidth: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(maxWidth, Math.max(...rows.map((row) => [...(row[column] ?? '')].length))),
  );
  const lines = rows.map((row) => row.map((cell, column) => resize(cell, widths[column] ?? 0)).join('\t'));
  return `${lines.join('\n')}\n`;
}

function resize(cell: string, width: number): string {
  const characters = [...cell];
  if (characters.length <= width) return cell + ' '.repeat(width - characters.length);
  return characters.slice(0, Math.max(1, width - ELLIPSIS.length)).join('') + ELLIPSIS;
}
