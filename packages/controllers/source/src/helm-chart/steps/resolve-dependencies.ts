import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import { artifactOf } from '@gotk/flux-types';
import { type Chart, type ChartDependency, loadChart } from '@gotk/helm';
import { expireAfter } from '@gotk/kube-client';
import { matchesConstraint, parseConstraint, parseVersion } from '@gotk/semver';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { HELM_REPOSITORY } from '../../helm-repository/helm-repository-kind.js';
import { isRegistry, parseHelmRepository } from '../../helm-repository/parse-helm-repository.js';
import type { SourceDeps } from '../../source-deps.js';
import type { HelmChart } from '../parse-helm-chart.js';
import type { ChartRepository } from '../repository/chart-repository.js';
import { openAnonymously, openRepository } from '../repository/open-repository.js';
import { type ChartFiles, filesOf, loadPackage } from './package-chart.js';

type Context = ReconcileContext<HelmChart>;

const DOWNLOAD_TIMEOUT_MS = 60_000;

export interface DependencyOptions {
  readonly chart: Chart;
  readonly tree: FileTree;
  /** Path of the chart in the tree. */
  readonly place: string;
}

/** The files of the dependencies that a chart names and does not bring along, as they go into its `charts/`. */
export async function resolveDependencies(
  deps: SourceDeps,
  context: Context,
  options: DependencyOptions,
): Promise<{ readonly files: ChartFiles; readonly count: number }> {
  const files = new Map<string, Uint8Array>();
  const missing = missingDependencies(options.chart);
  for (const dependency of missing) {
    const name = nameOf(dependency);
    const found = await addDependency(deps, context, { ...options, dependency });
    for (const [path, content] of filesOf(found, { name })) files.set(`charts/${name}/${path}`, content);
  }
  return { files, count: missing.length };
}

function nameOf({ name, alias }: ChartDependency): string {
  return alias === '' ? name : alias;
}

function missingDependencies({ metadata, dependencies }: Chart): readonly ChartDependency[] {
  const wanted = metadata.dependencies ?? [];
  if (dependencies.length === wanted.length) return [];
  const present = dependencies.map((chart) => chart.metadata.name);
  return wanted.filter((dependency) => !present.includes(nameOf(dependency)));
}

interface AddOptions extends DependencyOptions {
  readonly dependency: ChartDependency;
}

async function addDependency(deps: SourceDeps, context: Context, options: AddOptions): Promise<Chart> {
  const { dependency } = options;
  const isLocal = dependency.repository === '' || dependency.repository.startsWith('file://');
  const kind = isLocal ? 'local' : 'remote';
  try {
    return isLocal ? loadLocal(options) : await loadRemote(deps, context, dependency);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`failed to add ${kind} dependency '${nameOf(dependency)}': ${reason}`, { cause });
  }
}

function loadLocal({ dependency, tree, place }: AddOptions): Chart {
  const { repository, name, version } = dependency;
  const relative = repository === '' ? `charts/${name}` : repository.replace(/^file:\/\//, '');
  const path = secureTreePath(tree, `${place}/${relative}`);
  const entry = tree.entry(path);
  if (entry === undefined) throw new Error(`no chart found at '/${path}' (reference '${repository}')`);
  const constraint = parseRange(version);
  const chart = entry.kind === 'file' ? loadPackage(entry.read()) : loadChart(tree, { path });
  if (matchesConstraint(parseVersion(chart.metadata.version), constraint)) return chart;
  throw new Error(`can't get a valid version for constraint '${version}'`);
}

function parseRange(range: string): ReturnType<typeof parseConstraint> {
  try {
    return parseConstraint(range);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`invalid version/constraint format '${range}': ${reason}`, { cause });
  }
}

async function loadRemote(
  deps: SourceDeps,
  context: Context,
  { name, version, repository: url }: ChartDependency,
): Promise<Chart> {
  const signal = AbortSignal.any([context.signal, expireAfter(DOWNLOAD_TIMEOUT_MS)]);
  const repository = await openByUrl(deps, context, url);
  const found = await repository.findVersion(name, version, signal);
  return loadPackage(await repository.download(found, signal));
}

/** By the HelmRepository of the namespace that has this URL, with its credentials; else anonymously. */
async function openByUrl(deps: SourceDeps, context: Context, url: string): Promise<ChartRepository> {
  requireRemote(url);
  const { namespace } = context.key;
  const { items } = await context.client.list(HELM_REPOSITORY, { namespace }, context.signal);
  const object = items.find(
    (item) =>
      withoutSlash(parseHelmRepository(item).decoded.url) === withoutSlash(url) &&
      (isRegistry(item) || artifactOf(item) !== undefined),
  );
  return object === undefined ? openAnonymously(deps, url) : openRepository(deps, context, parseHelmRepository(object));
}

function requireRemote(url: string): void {
  if (/^(?:https?|oci):\/\//.test(url)) return;
  const reason = url.startsWith('@')
    ? 'aliased repository dependency is not supported'
    : 'invalid dependency repository URL';
  throw new Error(`${reason}: ${url}`);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
