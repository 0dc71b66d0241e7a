import type { GoMap, RunLimits, TemplateEnvironment } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import type { Chart } from '../chart/chart.js';
import { processDependencies } from '../dependencies/process-dependencies.js';
import { isCompatibleRange } from '../dependencies/select-subcharts.js';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import type { KnownTemplates } from '../kept/known-templates.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import { postRender } from '../post-render/post-render.js';
import type { PostRenderer, PostRenderStrategy } from '../post-render/post-renderer.js';
import { runPostRenderer } from '../post-render/run-post-renderer.js';
import type { Capabilities } from '../render/capabilities.js';
import { defaultCapabilities } from '../render/default-capabilities.js';
import { ChartRenderError } from '../render/render-error.js';
import { composeRenderValues, type ReleaseOptions } from '../render/render-values.js';
import { type FetchSchema, withForeignSchemas } from '../schema/foreign-schemas.js';
import type { AsyncLookup, ResolveHost } from './awaited-answers.js';
import { type CrdFile, crdFilesOf } from './crd-files.js';
import type { KnownManifests } from './known-manifests.js';
import type { Hook, Manifest } from './manifest.js';
import { manifestText } from './manifest-text.js';
import { takeNotes } from './notes.js';
import { checkReleaseName } from './release-name.js';
import { renderFiles } from './render-files.js';
import { type SortedManifests, sortManifests } from './sort-manifests.js';

export interface RenderChartOptions {
  readonly chart: Chart;
  /** What the user gives: see `mergeValueOptions`. It stays as it is. */
  readonly values: GoMap;
  readonly release: ReleaseOptions;
  /** Clock, randomness and time zone. The crypto is loaded when a template wants it. */
  readonly environment: TemplateEnvironment;
  /** What `.Capabilities` says. Default: what Helm assumes without a cluster. */
  readonly capabilities?: Capabilities | undefined;
  /** Answers `lookup`; without it nothing is found. */
  readonly lookup?: AsyncLookup | undefined;
  /** Answers `getHostByName`; without it every host is the empty text, as without `--enable-dns`. */
  readonly resolveHost?: ResolveHost | undefined;
  /** Gets what schemas of values refer to by URL; without it nothing is fetched. */
  readonly fetchSchema?: FetchSchema | undefined;
  readonly helmVersion?: HelmVersion | undefined;
  /** Missing keys are errors. @default false */
  readonly strict?: boolean | undefined;
  readonly skipSchemaValidation?: boolean | undefined;
  /** The notes of subcharts too. @default false */
  readonly subNotes?: boolean | undefined;
  /** Puts the files of crds/ before the manifests. @default false */
  readonly includeCrds?: boolean | undefined;
  /** Leaves the contents of secrets out of `manifest`. @default false */
  readonly hideSecrets?: boolean | undefined;
  /** Changes what was rendered, before Helm sorts it; with Helm 3 afterwards, and then only `manifest` shows it. */
  readonly postRenderer?: PostRenderer | undefined;
  /** Only for Helm 4. @default 'combined' */
  readonly postRenderStrategy?: PostRenderStrategy | undefined;
  readonly limits?: RunLimits | undefined;
  readonly log?: HelmLog | undefined;
  /** What is remembered of earlier renderings of this very chart. Default: nothing. */
  readonly knownTemplates?: KnownTemplates | undefined;
  /** What is remembered of rendered objects, by the same version of Helm. Default: nothing. */
  readonly knownManifests?: KnownManifests | undefined;
  /**
   * Whether this is the only rendering of the chart in this process: what its files were compiled to is not kept, so that there is
   * less to collect. @default false
   */
  readonly once?: boolean | undefined;
}

/** What a chart becomes. */
export interface RenderedChart {
  /** Everything that is no hook, in the order of installation. */
  readonly manifests: readonly Manifest[];
  readonly hooks: readonly Hook[];
  /** NOTES.txt. */
  readonly notes: string;
  /** The files below crds/, of subcharts too. */
  readonly crds: readonly CrdFile[];
  /** The text that Helm stores as the release's manifest. */
  readonly manifest: string;
  /** The chart with only those subcharts that are switched on. */
  readonly chart: Chart;
}

/**
 * Renders a chart as `helm template` and `helm install` do: dependencies, values, schemas, templates, hooks, order.
 *
 * @throws LocatedError with Helm's text; it is a ChartRenderError once templates are being rendered.
 * @example
 * const { manifests } = await renderChart({
 *   chart: loadChart(tree),
 *   values: mergeValueOptions({ set: ['replicas=2'] }),
 *   release: { name: 'web', namespace: 'apps' },
 *   environment: { now: Date.now, randomBytes: (bytes) => crypto.getRandomValues(bytes) },
 * });
 */
export async function renderChart(options: RenderChartOptions): Promise<RenderedChart> {
  const { values, release, helmVersion = '4.2', log = silentLog } = options;
  const capabilities = options.capabilities ?? defaultCapabilities(helmVersion);
  const stage = helmVersion === '4.2' ? withStage : <T>(_log: HelmLog, _stage: string, run: () => T): T => run();
  stage(log, 'release name check failed', () => checkReleaseName(release.name));
  const chart = stage(log, 'chart dependencies processing failed', () =>
    processDependencies(options.chart, values, log, helmVersion),
  );
  const top = await composeWithSchemas(chart, { ...options, capabilities, log });
  try {
    requireKubeVersion(chart, { capabilities, helmVersion });
    return await renderPrepared({ ...options, chart, helmVersion, log }, top);
  } catch (error) {
    if (!(error instanceof LocatedError) || error instanceof ChartRenderError) throw error;
    throw new ChartRenderError(error.message, error);
  }
}

/** Composes, again when a schema turned out to refer to others that must be fetched. */
function composeWithSchemas(
  chart: Chart,
  options: RenderChartOptions & { readonly capabilities: Capabilities },
): Promise<GoMap> {
  return withForeignSchemas({ fetch: options.fetchSchema, log: options.log }, (schemas, log) =>
    composeRenderValues(chart, { ...options, schemas, log }),
  );
}

/** Logs what fails, as Helm 4 does, and says in which stage. */
function withStage<T>(log: HelmLog, stage: string, run: () => T): T {
  return withPrefix(stage, () => {
    try {
      return run();
    } catch (error) {
      if (error instanceof LocatedError)
        log({ level: 'ERROR', message: stage, attributes: [['error', error.message]] });
      throw error;
    }
  });
}

function requireKubeVersion(
  { metadata }: Chart,
  { capabilities, helmVersion }: { readonly capabilities: Capabilities; readonly helmVersion: HelmVersion },
): void {
  const { version, normalized } = capabilities.kubeVersion;
  const wanted = metadata.kubeVersion;
  if (wanted === '' || isCompatibleRange(wanted, helmVersion === '4.2' ? normalized || version : version)) return;
  throw helmError(
    'kube-version',
    `chart requires kubeVersion: ${wanted} which is incompatible with Kubernetes ${version}`,
    { at: { file: 'Chart.yaml' }, hint: 'Render for another version with --kube-version.' },
  );
}

interface Prepared extends RenderChartOptions {
  readonly helmVersion: HelmVersion;
  readonly log: HelmLog;
}

async function renderPrepared(options: Prepared, top: GoMap): Promise<RenderedChart> {
  const { chart, helmVersion, postRenderer } = options;
  const { files, notes } = takeNotes(await renderFiles(options, top), chart, options.subNotes ?? false);
  const { manifests, hooks } = sortOrFail(await postRendered(files, options), options);
  const crds = crdFilesOf(chart);
  const text = manifestText(manifests, {
    crds: options.includeCrds === true ? crds : [],
    hideSecrets: options.hideSecrets ?? false,
  });
  const isLate = helmVersion === '3.22' && postRenderer !== undefined;
  const manifest = isLate ? await runPostRenderer(postRenderer, text, 'files') : text;
  return { manifests, hooks, notes, crds, manifest, chart };
}

/** The error of what is no YAML brings along what was rendered. */
function sortOrFail(
  files: ReadonlyMap<string, string>,
  { log, helmVersion, knownManifests }: Prepared,
): SortedManifests {
  try {
    return sortManifests(files, { log, helmVersion, knownManifests });
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    throw new ChartRenderError(error.message, error, { rendered: files });
  }
}

async function postRendered(
  files: ReadonlyMap<string, string>,
  { helmVersion, postRenderer, postRenderStrategy = 'combined' }: Prepared,
): Promise<ReadonlyMap<string, string>> {
  if (postRenderer === undefined || helmVersion === '3.22') return files;
  return postRender(files, { renderer: postRenderer, strategy: postRenderStrategy });
}
