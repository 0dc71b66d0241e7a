import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import { artifactOf } from '@gotk/flux-types';
import { type Chart, loadChart } from '@gotk/helm';
import { expireAfter } from '@gotk/kube-client';
import { matchesConstraint, parseConstraint, parseVersion } from '@gotk/semver';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import { HELM_REPOSITORY } from '../../helm-repository/helm-repository-kind.js';
import { isRegistry, parseHelmRepository } from '../../helm-repository/parse-helm-repository.js';
import type { SourceDeps } from '../../source-deps.js';
import type { HelmChart } from '../parse-helm-chart.js';
import type { ChartRepository } from '../repository/chart-repository.js';
import { openAnonymously, openRepository } from '../repository/open-repository.js';
import { loadPackage, renamed } from './package-chart.js';

type Context = ReconcileContext<HelmChart>;

const DOWNLOAD_TIMEOUT_MS = 60_000;

export interface DependencyOptions {
  readonly chart: Chart;
  readonly tree: FileTree;
  /** Path of the chart in the tree. */
  readonly place: string;
}

/** The dependencies that a chart names and does not bring along, by their names in it. */
export async function resolveDependencies(
  deps: SourceDeps,
  context: Context,
  options: DependencyOptions,
): Promise<readonly Chart[]> {
  const found: Chart[] = [];
  for (const dependency of missingDependencies(options.chart)) {
    const chart = await addDependency(deps, context, { ...options, dependency });
    found.push(renamed(chart, { name: nameOf(dependency) }));
  }
  return found;
}

/** What a chart is to bring along. */
interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** Default, or empty: none. */
  readonly alias?: string;
}

function nameOf({ name, alias = '' }: Wanted): string {
  return alias === '' ? name : alias;
}

/** A lock goes before what the chart says, as in Flux. */
function missingDependencies({ metadata, lock, dependencies }: Chart): readonly Wanted[] {
  const wanted: readonly Wanted[] = lock?.dependencies ?? metadata.dependencies ?? [];
  if (dependencies.length === wanted.length) return [];
  const present = dependencies.map((chart) => chart.metadata.name);
  return wanted.filter((dependency) => !present.includes(nameOf(dependency)));
}

interface AddOptions extends DependencyOptions {
  readonly dependency: Wanted;
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
  const chart = told(`failed to load chart from '/${path}' (reference '${repository}')`, () =>
    entry.kind === 'file' ? loadPackage(entry.read()) : loadChart(tree, { path }),
  );
  if (matchesConstraint(parseVersion(chart.metadata.version), constraint)) return chart;
  throw new Error(`can't get a valid version for constraint '${version}'`);
}

function parseRange(range: string): ReturnType<typeof parseConstraint> {
  return told(`invalid version/constraint format '${range}'`, () => parseConstraint(range));
}

function told<T>(message: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw explained(message, cause);
  }
}

/** What is told of a chart that is wanted for itself is left out. */
function explained(message: string, cause: unknown): Error {
  const error = cause instanceof SourceFailure ? cause.cause : cause;
  return new Error(`${message}: ${error instanceof Error ? error.message : error}`, { cause });
}

async function loadRemote(
  deps: SourceDeps,
  context: Context,
  { name, version, repository: url }: Wanted,
): Promise<Chart> {
  const signal = AbortSignal.any([context.signal, expireAfter(DOWNLOAD_TIMEOUT_MS)]);
  const repository = await openByUrl(deps, context, url);
  const found = await repository.findVersion(name, version, signal).catch((cause: unknown) => {
    throw explained(`failed to get chart '${name}' version '${version}' from '${url}'`, cause);
  });
  const content = await repository.download(found, signal).catch((cause: unknown) => {
    throw explained(`chart download of version '${found.version}' failed`, cause);
  });
  return told(`failed to load downloaded archive of version '${found.version}'`, () => loadPackage(content));
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
