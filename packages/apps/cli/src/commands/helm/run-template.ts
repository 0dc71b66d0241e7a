import {
  type Capabilities,
  ChartRenderError,
  checkInstallable,
  defaultCapabilities,
  type HelmVersion,
  parseKubeVersion,
  type RenderedChart,
  releaseNameFrom,
  renderChart,
  templateOutput,
} from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { type CommandContext, ExitError } from '../../cli/command.js';
import type { FlagValues } from '../../cli/flag.js';
import { consoleLog } from './helm-console.js';
import { openChart } from './open-chart.js';
import { readValues } from './read-values.js';
import { templateEnvironment } from './template-environment.js';
import { writeTemplates } from './write-templates.js';

/** Renders a chart to stdout, or to files. */
export async function runTemplate(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const helmVersion = helmVersionOf(flags);
  const rendered = await render(context, helmVersion);
  const options = {
    showOnly: flags.list('show-only'),
    skipTests: flags.flag('skip-tests'),
    disableHooks: flags.flag('no-hooks'),
  };
  const outputDir = flags.text('output-dir');
  if (outputDir === '') io.stdout(templateOutput(rendered.chart, options));
  else {
    const includeCrds = flags.flag('include-crds');
    writeTemplates(rendered, { ...options, outputDir, io, includeCrds, inReleaseFolder: flags.flag('release-name') });
  }
}

/** A rendered chart with the name of its release. */
export interface Rendering {
  readonly name: string;
  readonly chart: RenderedChart;
}

async function render(context: CommandContext, helmVersion: HelmVersion): Promise<Rendering> {
  const { flags, io } = context;
  const log = consoleLog(io);
  const environment = templateEnvironment(io.nowMs);
  const { name, chartName } = operandsOf(context);
  const capabilities = capabilitiesOf(flags, helmVersion);
  const values = await readValues(context);
  const chart = openChart(chartName, { cwd: io.cwd, log });
  checkInstallable(chart, log);
  const template = flags.text('name-template');
  const releaseName = template === '' ? name : releaseNameFrom(template, environment);
  const release = { name: releaseName, namespace: namespaceOf(context), isUpgrade: flags.flag('is-upgrade') };
  try {
    const rendered = await renderChart({
      chart,
      values,
      release,
      capabilities,
      environment,
      helmVersion,
      log,
      includeCrds: flags.flag('include-crds'),
      skipSchemaValidation: flags.flag('skip-schema-validation'),
    });
    return { name: releaseName, chart: rendered };
  } catch (error) {
    throw error instanceof ChartRenderError ? withAdvice(error) : error;
  }
}

function withAdvice({ code, message, at, hint, cause }: ChartRenderError): LocatedError {
  return new LocatedError({
    code,
    message: `${message}\n\nUse --debug flag to render out invalid YAML`,
    at,
    hint,
    cause,
  });
}

function operandsOf({ args, flags }: CommandContext): { readonly name: string; readonly chartName: string } {
  const [first, second, ...more] = args;
  if (first === undefined) {
    throw new ExitError(
      '"helm template" requires at least 1 argument\n\nUsage:  flux helm template [NAME] CHART [flags]',
      2,
    );
  }
  if (more.length > 0) throw new Error(`expected at most two arguments, unexpected arguments: ${more.join(', ')}`);
  if (second === undefined) return { name: 'release-name', chartName: first };
  if (flags.flag('generate-name')) throw new Error('cannot set --generate-name and also specify a name');
  if (flags.text('name-template') !== '') throw new Error('cannot set --name-template and also specify a name');
  return { name: first, chartName: second };
}

/** Without a flag it is Helm's default, not that of Flux's own commands. */
function namespaceOf({ flags, io, namespace }: CommandContext): string {
  return flags.isSet('namespace') ? namespace : io.env['HELM_NAMESPACE'] || 'default';
}

function helmVersionOf(flags: FlagValues): HelmVersion {
  const version = flags.text('helm-version');
  if (version === '4.2' || version === '3.22') return version;
  throw new Error(`--helm-version must be 4.2 or 3.22, not ${version}`);
}

function capabilitiesOf(flags: FlagValues, helmVersion: HelmVersion): Capabilities {
  const base = defaultCapabilities(helmVersion);
  const version = flags.text('kube-version');
  const apiVersions = [...base.apiVersions, ...flags.list('api-versions')];
  return version === '' ? { ...base, apiVersions } : { ...base, apiVersions, kubeVersion: kubeVersionOf(version) };
}

function kubeVersionOf(version: string): Capabilities['kubeVersion'] {
  try {
    return parseKubeVersion(version);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { code, message, hint } = error;
    throw new LocatedError({ code, message: `invalid kube version '${version}': ${message}`, hint, cause: error });
  }
}
