import type { ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import type { Artifact } from '@gotk/flux-types';
import { type Chart, loadChart } from '@gotk/helm';
import { secureTreePath } from '../../artifact/secure-tree-path.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { HelmLimits } from '../../helm-limits.js';
import type { SourceDeps } from '../../source-deps.js';
import { building } from '../build-failure.js';
import { type ChartBuild, cachedBuild, isCached, withMetadata } from '../chart-build.js';
import type { HelmChart } from '../parse-helm-chart.js';
import { mergeValues } from './merge-values.js';
import { loadPackage, packChart, renamed, withValues } from './package-chart.js';
import { readMetadata } from './read-metadata.js';
import { resolveDependencies } from './resolve-dependencies.js';

type Context = ReconcileContext<HelmChart>;

/** How much of a revision's hash goes into a version. */
const SHORT_HASH = 12;

/** Packs the chart that stands in the files of a source. */
export async function buildFromFiles(
  deps: SourceDeps,
  context: Context,
  { artifact }: { readonly artifact: Artifact },
): Promise<ChartBuild> {
  const { object, signal } = context;
  const { chart: path, valuesFiles: paths } = object.decoded;
  const telling = {
    condition: 'FetchFailed',
    reason: 'ReadOperationFailed',
    message: 'failed to open source artifact',
  };
  const tree = await tellingFailures({ ...telling, condition: 'FetchFailed' }, () => deps.store.open(artifact, signal));
  const place = await building('InvalidChartReference', '', () => requirePlace(tree, path));
  const { metadata, packed } = await building('InvalidChartReference', '', () =>
    readMetadata(tree, { place, shownRoot: shownRootOf(context), limits: deps.helmLimits }),
  );
  const { name } = metadata;
  const version = await versionOf(object, { version: metadata.version, artifact });
  const packaged = packed === undefined || version !== metadata.version || paths.length > 0;
  if (isCached(context, { name, version })) return cachedBuild(context, { name, version, packaged });
  if (!packaged) return { name, version, content: packed, packaged, valuesFiles: [], resolvedDependencies: 0 };
  const merged = await mergeFileValues(object, tree);
  const chart = await building('ChartPackageError', '', () =>
    packed === undefined ? loadFolder(tree, { place, limits: deps.helmLimits }) : loadPackage(packed),
  );
  const changed = merged && (await building('ValuesFilesError', '', () => withValues(chart, merged.values)));
  const named = renamed(changed ?? chart, { version });
  const added =
    packed === undefined
      ? await building('DependencyBuildError', '', () => resolveDependencies(deps, context, { chart, tree, place }))
      : [];
  const whole = { ...named, dependencies: [...named.dependencies, ...added] };
  const content = await building('ChartPackageError', '', () => packChart(whole));
  const valuesFiles = changed === undefined ? [] : (merged?.valuesFiles ?? []);
  return { name, version, content, packaged, valuesFiles, resolvedDependencies: added.length };
}

/** Flux unpacks the source into a folder that is named so, which messages show. */
function shownRootOf({ key: { namespace, name } }: Context): string {
  return `/tmp/helmchart-${namespace}-${name}-0/source`;
}

function requirePlace(tree: FileTree, path: string): string {
  if (path === '') throw new Error('no path set for local chart reference');
  if (path.startsWith('/')) throw new Error('local chart reference path is expected to be relative');
  return secureTreePath(tree, path);
}

function loadFolder(
  tree: FileTree,
  { place, limits: { chartFileMaxBytes: limit } }: { readonly place: string; readonly limits: HelmLimits },
): Chart {
  const chart = loadChart(tree, { path: place });
  const large = chart.raw.find(({ data }) => data.length > limit);
  if (large === undefined) return chart;
  throw new Error(`cannot load file ${large.name} as file size (${large.data.length}) exceeds limit (${limit})`);
}

function versionOf(
  { decoded, metadata }: HelmChart,
  { version, artifact }: { readonly version: string; readonly artifact: Artifact },
): Promise<string> {
  const parts = [
    ...(decoded.byRevision
      ? [artifact.revision.slice(artifact.revision.lastIndexOf(':') + 1).slice(0, SHORT_HASH)]
      : []),
    ...(decoded.valuesFiles.length > 0 ? [String(metadata.generation)] : []),
  ];
  if (parts.length === 0) return Promise.resolve(version);
  return building('MetadataPatchError', '', () => withMetadata(version, parts.join('.')));
}

function mergeFileValues({ decoded }: HelmChart, tree: FileTree): Promise<ReturnType<typeof mergeValues> | undefined> {
  const { valuesFiles: paths, ignoreMissingValuesFiles: ignoreMissing } = decoded;
  if (paths.length === 0) return Promise.resolve(undefined);
  return building('ValuesFilesError', '', () => {
    const read = (path: string): Uint8Array | undefined => {
      const entry = tree.entry(secureTreePath(tree, path));
      return entry?.kind === 'file' ? entry.read() : undefined;
    };
    const missing = (path: string): string =>
      `no values file found at path '/${secureTreePath(tree, path)}' (reference '${path}')`;
    return mergeValues({ paths, ignoreMissing, read, missing });
  });
}
