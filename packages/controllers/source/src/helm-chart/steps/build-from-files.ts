import { basename } from 'node:path';
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
import { filesOf, loadPackage, packChart } from './package-chart.js';
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
  const { chart, place, packed } = await building('InvalidChartReference', '', () =>
    locateChart(tree, { path, limits: deps.helmLimits }),
  );
  const { name } = chart.metadata;
  const version = await versionOf(object, { version: chart.metadata.version, artifact });
  const packaged = packed === undefined || version !== chart.metadata.version || paths.length > 0;
  if (isCached(context, { name, version })) return cachedBuild(context, { name, version, packaged });
  if (!packaged) return { name, version, content: packed, packaged, valuesFiles: [], resolvedDependencies: 0 };
  if (packed === undefined) await building('ChartPackageError', '', () => requireSmallFiles(chart, deps.helmLimits));
  const merged = await mergeFileValues(object, tree);
  const files = await building('ValuesFilesError', '', () => filesOf(chart, { version, values: merged?.values }));
  const added =
    packed === undefined
      ? await building('DependencyBuildError', '', () => resolveDependencies(deps, context, { chart, tree, place }))
      : { files: new Map<string, Uint8Array>(), count: 0 };
  const content = packChart(name, new Map([...files, ...added.files]));
  const valuesFiles = merged?.valuesFiles ?? [];
  return { name, version, content, packaged, valuesFiles, resolvedDependencies: added.count };
}

interface LocatedChart {
  readonly chart: Chart;
  /** Its path in the tree. */
  readonly place: string;
  /** The package, where it is one. */
  readonly packed: Uint8Array | undefined;
}

function locateChart(
  tree: FileTree,
  { path, limits: { chartMaxBytes } }: { readonly path: string; readonly limits: HelmLimits },
): LocatedChart {
  if (path.startsWith('/')) throw new Error('local chart reference path is expected to be relative');
  const place = secureTreePath(tree, path);
  const entry = tree.entry(place);
  if (entry === undefined) throw new Error(`stat ${place}: no such file or directory`);
  if (entry.kind !== 'file') return { chart: loadChart(tree, { path: place }), place, packed: undefined };
  const packed = entry.read();
  if (packed.length > chartMaxBytes) {
    throw new Error(`size of chart '${basename(place)}' exceeds '${chartMaxBytes}' bytes limit`);
  }
  return { chart: loadPackage(packed), place, packed };
}

function requireSmallFiles({ raw }: Chart, { chartFileMaxBytes: limit }: HelmLimits): void {
  const large = raw.find(({ data }) => data.length > limit);
  if (large === undefined) return;
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
