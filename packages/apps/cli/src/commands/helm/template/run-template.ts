import {
  type AsyncLookup,
  type Capabilities,
  type Chart,
  ChartRenderError,
  checkDependencies,
  checkInstallable,
  defaultCapabilities,
  type HelmLog,
  type RenderedChart,
  releaseNameFrom,
  renderChart,
  templateOutput,
} from '@gotk/helm';
import type { KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { CommandContext } from '../../../cli/command.js';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { helmNamespace } from '../helm-namespace.js';
import { type HelmSettings, helmSettings } from '../helm-settings.js';
import { kubeVersionFlag } from '../kube-version-flag.js';
import { openChart } from '../open-chart.js';
import { readValues } from '../read-values.js';
import { requireOperands } from '../require-operands.js';
import { type LocatedChart, locateChart } from '../source/locate-chart.js';
import { requireTrust } from '../source/require-trust.js';
import { templateEnvironment } from '../template-environment.js';
import { clusterOptions } from './cluster-options.js';
import type { ClusterView, ViewOptions } from './cluster-view.js';
import { tellDeprecated } from './deprecated-flags.js';
import { serverQuestions } from './dry-run.js';
import { type OpenedChart, openKept } from './kept-charts.js';
import { schemaCheck } from './schema-check.js';
import { writeTemplates } from './write-templates.js';

/** Renders a chart to stdout, or to files. */
export const runTemplate = asHelm(async (context) => {
  const { flags, io } = context;
  const rendered = await render(context);
  const options = outputOptions(context);
  const outputDir = flags.text('output-dir');
  if (outputDir === '') {
    io.stdout(templateOutput(rendered.chart, options));
    return rendered.keep();
  }
  const includeCrds = flags.flag('include-crds');
  writeTemplates(rendered, { ...options, outputDir, io, includeCrds, inReleaseFolder: flags.flag('release-name') });
  // Helm prints what there is besides files: nothing, on a line.
  io.stdout(templateOutput({ manifest: '', hooks: [] }, options));
  rendered.keep();
});

function outputOptions(context: CommandContext) {
  const { flags } = context;
  return {
    showOnly: flags.list('show-only'),
    skipTests: flags.flag('skip-tests'),
    disableHooks: flags.flag('no-hooks'),
    helmVersion: helmSettings(context).helmVersion,
  };
}

/** A rendered chart with the name of its release. */
export interface Rendering {
  readonly name: string;
  readonly chart: RenderedChart;
  /** To be called last; see `OpenedChart`. */
  readonly keep: () => void;
}

async function render(context: CommandContext): Promise<Rendering> {
  const { flags, io } = context;
  requireOperands(context, { least: 1 });
  const settings = helmSettings(context);
  const log = consoleLog(io, settings);
  tellDeprecated(context, settings);
  const postRenderer = await postRendererOf(context, settings);
  const kubeVersion = kubeVersionFlag(flags);
  const questions = serverQuestions(context, settings, log);
  const { name, chartName } = operandsOf(context);
  const template = flags.text('name-template');
  const environment = templateEnvironment(io.nowMs);
  const releaseName = template === '' ? name : releaseNameFrom(template, environment);
  await requireTrust(context, settings);
  log({ level: 'DEBUG', message: 'Original chart version', attributes: [['version', flags.text('version')]] });
  const located = await locateChart(context, chartName, { settings, log });
  log({ level: 'DEBUG', message: 'Chart path', attributes: [['path', located.path]] });
  const values = await readValues(context, settings);
  const { chart, memory, keep } = await openInstallable(context, { located, settings, log });
  const connect = clusterConnector(context);
  const view = { signal: context.signal, log, helmVersion: settings.helmVersion };
  const cluster = questions.validates ? await clusterView(connect, view) : undefined;
  const lookup = questions.looksUp ? (cluster?.lookup ?? lateLookup(connect, view)) : undefined;
  const capabilities = await capabilitiesOf(context, { settings, kubeVersion, cluster });
  const release = { name: releaseName, namespace: helmNamespace(context), isUpgrade: flags.flag('is-upgrade') };
  const schemas = schemaCheck(context, { values, memory, debug: settings.debug });
  const options = {
    ...{ chart, values, release, capabilities, environment, log, postRenderer },
    knownTemplates: memory?.templates,
    knownManifests: memory?.manifests,
    once: true,
    helmVersion: settings.helmVersion,
    lookup,
    resolveHost: flags.flag('enable-dns') ? resolveHost : undefined,
    fetchSchema: schemas.fetch,
    includeCrds: flags.flag('include-crds') && flags.text('output-dir') === '',
    skipSchemaValidation: schemas.areSkipped,
  };
  const rendered = await explained(context, settings, () => renderChart(options));
  if (questions.validates) {
    const { requireKnownKinds } = await import('./cluster-view.js');
    await requireKnownKinds(await connect(), rendered, context.signal);
  }
  return { name: releaseName, chart: rendered, keep: () => keep(schemas.findings()) };
}

/** One address of a host; `undefined` when it has none. */
async function resolveHost(name: string): Promise<string | undefined> {
  const { lookup } = await import('node:dns/promises');
  return lookup(name).then(
    ({ address }) => address,
    () => undefined,
  );
}

async function postRendererOf(context: CommandContext, settings: HelmSettings) {
  if (context.flags.text('post-renderer') === '') return undefined;
  return (await import('./post-renderer.js')).findPostRenderer(context, settings);
}

function clusterConnector(context: CommandContext): () => Promise<KubeClient> {
  let connected: Promise<KubeClient> | undefined;
  return () => {
    connected ??= context.io.connect(clusterOptions(context));
    return connected;
  };
}

/** Connects when a template asks for the first time. */
function lateLookup(connect: () => Promise<KubeClient>, options: ViewOptions): AsyncLookup {
  let view: Promise<ClusterView> | undefined;
  return async (query) => {
    view ??= clusterView(connect, options);
    return (await view).lookup(query);
  };
}

async function clusterView(connect: () => Promise<KubeClient>, options: ViewOptions): Promise<ClusterView> {
  const { viewCluster } = await import('./cluster-view.js');
  try {
    return await viewCluster(connect, options);
  } catch (error) {
    const { log, helmVersion } = options;
    if (error instanceof Error && helmVersion === '4.2')
      log({ level: 'ERROR', message: error.message, attributes: [] });
    throw error;
  }
}

function operandsOf({ args, flags }: CommandContext): { readonly name: string; readonly chartName: string } {
  const [first = '', second, ...more] = args;
  if (more.length > 0) throw new Error(`expected at most two arguments, unexpected arguments: ${more.join(', ')}`);
  if (second === undefined) return { name: 'release-name', chartName: first };
  if (flags.flag('generate-name')) throw new Error('cannot set --generate-name and also specify a name');
  if (flags.text('name-template') !== '') throw new Error('cannot set --name-template and also specify a name');
  return { name: first, chartName: second };
}

interface Opening {
  readonly located: LocatedChart;
  readonly settings: HelmSettings;
  readonly log: HelmLog;
}

async function openInstallable(context: CommandContext, { located, settings, log }: Opening): Promise<OpenedChart> {
  const { helmVersion } = settings;
  const opened = openKept({ ...located, log, helmVersion, checksVersion: true }, context.io.ownCache);
  const { chart } = opened;
  if (!context.flags.flag('dependency-update') || hasDependencies(chart)) {
    checkInstallable(chart, log, helmVersion);
    return opened;
  }
  const { updateDependencies } = await import('../dependency/update-dependencies.js');
  const { path, shownPath } = located;
  const write = context.io.stdout;
  await updateDependencies(context, { settings, path, shownPath, strategy: 'never', skipRefresh: false, log, write });
  const complete = openChart({ ...located, log, helmVersion, checksVersion: true });
  checkInstallable(complete, log, helmVersion);
  return { chart: complete, keep: () => {} };
}

function hasDependencies(chart: Chart): boolean {
  try {
    checkDependencies(chart);
    return true;
  } catch {
    // What is missing is fetched.
    return false;
  }
}

interface CapabilityOptions {
  readonly settings: HelmSettings;
  readonly kubeVersion: Capabilities['kubeVersion'] | undefined;
  readonly cluster: ClusterView | undefined;
}

async function capabilitiesOf(
  { flags }: CommandContext,
  { settings, kubeVersion, cluster }: CapabilityOptions,
): Promise<Capabilities> {
  const assumed = defaultCapabilities(settings.helmVersion);
  // What a cluster says of itself wins over flags.
  if (cluster !== undefined) return (await import('./cluster-view.js')).capabilitiesOfCluster(assumed, cluster);
  const apiVersions = [...assumed.apiVersions, ...flags.list('api-versions')];
  return { ...assumed, apiVersions, kubeVersion: kubeVersion ?? assumed.kubeVersion };
}

/** Failures of rendering come with advice; with `--debug`, with what was rendered. */
async function explained<T>(context: CommandContext, { debug }: HelmSettings, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ChartRenderError)) throw error;
    if (!debug) throw withAdvice(error);
    showFailed(context, error);
    throw error;
  }
}

function showFailed(context: CommandContext, failure: ChartRenderError): void {
  const options = outputOptions(context);
  try {
    context.io.stdout(templateOutput({ manifest: renderedText(failure), hooks: [] }, options));
  } catch (error) {
    // To Helm 4 it is the failure that made the template missing.
    throw options.helmVersion === '4.2' ? failure : error;
  }
}

function renderedText({ rendered }: ChartRenderError): string {
  const documents = [...(rendered ?? [])].filter(([, content]) => content.trim() !== '');
  return documents.map(([path, content]) => `---\n# Source: ${path}\n${content}\n`).join('');
}

function withAdvice({ code, message, at, hint, cause }: ChartRenderError): LocatedError {
  const advised = `${message}\n\nUse --debug flag to render out invalid YAML`;
  return new LocatedError({ code, message: advised, at, hint, cause });
}
