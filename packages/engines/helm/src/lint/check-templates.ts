import { bytesToText, type GoMap, quoteText, type TemplateEnvironment } from '@gotk/go-template';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type GoType, parseYamlAs } from '@gotk/yaml';
import type { Chart, ChartFile } from '../chart/chart.js';
import { processDependencies } from '../dependencies/process-dependencies.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { renderFiles } from '../release/render-files.js';
import type { Capabilities, KubeVersion } from '../render/capabilities.js';
import { composeRenderValues } from '../render/render-values.js';
import type { ForeignSchemas } from '../schema/foreign-schemas.js';
import { isBlank } from '../text/white-space.js';
import { coalesceValues } from '../values/coalesce-values.js';
import { type ChartFolder, entryOf } from './chart-folder.js';
import { findDeprecation } from './deprecated-kinds.js';
import { attempt, type LintReport, problemOfError } from './lint-report.js';
import { objectNameProblem } from './object-name.js';
import { type ObjectHead, readObjectHeads } from './rendered-objects.js';

const FOLDER = 'templates/';
const EXTENSIONS = ['.yaml', '.yml', '.tpl', '.txt'];
const RESOURCE_POLICY = 'helm.sh/resource-policy';

export interface TemplatesCheck {
  readonly values: GoMap;
  readonly namespace: string;
  readonly capabilities: Capabilities;
  /** For which deprecations count. */
  readonly kubeVersion: KubeVersion;
  readonly helmVersion: HelmVersion;
  readonly skipSchemaValidation: boolean;
  readonly environment: TemplateEnvironment;
  readonly log: HelmLog;
  /** Runs something with what schemas refer to, again when more of that is needed. */
  readonly withSchemas: <T>(run: (schemas: ForeignSchemas, log: HelmLog) => T) => Promise<T>;
}

/** Renders the templates, and looks at what they make. */
export async function checkTemplates(folder: ChartFolder, report: LintReport, options: TemplatesCheck): Promise<void> {
  if (!checkFolder(folder, report, options.helmVersion)) return;
  const loaded = attempt(folder.load);
  if (!report.check('ERROR', FOLDER, loaded.problem) || loaded.value === undefined) return;
  const rendered = await render(loaded.value, report, options);
  if (rendered === undefined) return;
  for (const template of rendered.chart.templates) {
    const content = rendered.files.get(`${rendered.chart.metadata.name}/${template.name}`) ?? '';
    if (!checkTemplate({ template, content }, report, options)) return;
  }
}

/** @returns whether there are templates to look at */
function checkFolder(folder: ChartFolder, report: LintReport, helmVersion: HelmVersion): boolean {
  const entry = entryOf(folder, 'templates');
  if (helmVersion === '3.22') {
    return report.check('WARNING', FOLDER, entry?.kind === 'file' ? 'not a directory' : undefined);
  }
  if (!report.check('WARNING', FOLDER, entry === undefined ? 'directory does not exist' : undefined)) return false;
  return report.check('ERROR', FOLDER, entry?.kind === 'file' ? 'not a directory' : undefined);
}

interface Rendered {
  /** With the subcharts that are switched on. */
  readonly chart: Chart;
  readonly files: ReadonlyMap<string, string>;
}

async function render(loaded: Chart, report: LintReport, options: TemplatesCheck): Promise<Rendered | undefined> {
  const { values, helmVersion, log, namespace } = options;
  // Helm says nothing of values that do not fit together.
  const prepared = attempt(() => {
    const chart = processDependencies(loaded, values, log, helmVersion);
    return { chart, coalesced: coalesceValues(chart, values, log, helmVersion) };
  });
  if (prepared.value === undefined) return undefined;
  const { chart, coalesced } = prepared.value;
  const release = { name: 'test-release', namespace };
  try {
    const top = await options.withSchemas((schemas, schemaLog) =>
      composeRenderValues(chart, { ...options, values: coalesced, release, schemas, log: schemaLog }),
    );
    return { chart, files: await renderFiles({ ...options, chart, helmVersion, lintMode: true }, top) };
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    report.check('ERROR', FOLDER, problemOfError(error));
    return undefined;
  }
}

interface RenderedTemplate {
  readonly template: ChartFile;
  readonly content: string;
}

/** @returns whether what was rendered could be read */
function checkTemplate({ template, content }: RenderedTemplate, report: LintReport, options: TemplatesCheck): boolean {
  const { name } = template;
  const extension = extensionOf(name);
  report.check('ERROR', name, extensionProblem(extension));
  if (options.helmVersion === '3.22') checkHelm2Leftovers(template, report);
  const isYaml =
    options.helmVersion === '3.22' ? extension === '.yaml' : ['.yaml', '.yml'].includes(extension.toLowerCase());
  if (!isYaml || isBlank(content)) return true;
  report.check('WARNING', name, indentProblem(content));
  return checkObjects({ template, content }, report, options);
}

function checkObjects({ template, content }: RenderedTemplate, report: LintReport, options: TemplatesCheck): boolean {
  const { name } = template;
  const { helmVersion } = options;
  try {
    for (const object of readObjectHeads(content, { file: name, helmVersion }))
      checkObject({ object, name, content }, report, options);
    return true;
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    // Lines are those of what was rendered, which no file has.
    const { at: _at, ...problem } = described(problemOfError(error, 'unable to parse YAML: '));
    return report.check('ERROR', name, problem);
  }
}

function described(problem: ReturnType<typeof problemOfError>): Exclude<typeof problem, string> {
  return typeof problem === 'string' ? { text: problem } : problem;
}

function checkObject(
  { object, name, content }: { readonly object: ObjectHead; readonly name: string; readonly content: string },
  report: LintReport,
  { kubeVersion, helmVersion }: TemplatesCheck,
): void {
  report.check('WARNING', name, objectNameProblem(object));
  report.check('WARNING', name, deprecationProblem(object, kubeVersion));
  report.check('ERROR', name, selectorProblem(object, content));
  report.check('ERROR', name, listProblem(object, content, helmVersion));
}

function extensionOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot === -1 ? '' : base.slice(dot);
}

function extensionProblem(extension: string): string | undefined {
  if (EXTENSIONS.includes(extension)) return undefined;
  return `file extension '${extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt`;
}

function checkHelm2Leftovers({ name, data }: ChartFile, report: LintReport): void {
  const text = bytesToText(data);
  const hasCrdHook = /"?helm\.sh\/hook"?:[\t\n\f\r ]+crd-install/.test(text);
  const hook =
    'manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory at the top level of the chart';
  report.check('WARNING', name, hasCrdHook ? hook : undefined);
  const time = '.Release.Time has been removed in v3, please replace with the `now` function in your templates';
  report.check('ERROR', name, text.includes('.Release.Time') ? time : undefined);
}

function indentProblem(content: string): string | undefined {
  const line = content
    .split('\n')
    .find((text) => !isBlank(text))
    ?.replace(/\r$/, '');
  if (line === undefined || !/^[ \t]/.test(line)) return undefined;
  return `document starts with an illegal indent: ${quoteText(line)}, which may cause parsing problems`;
}

function deprecationProblem({ apiVersion, kind }: ObjectHead, { major, minor }: KubeVersion): string | undefined {
  const found = findDeprecation(apiVersion, kind);
  if (found === undefined) return undefined;
  const [currentMajor, currentMinor] = [Number(major), Number(minor)];
  const isPast = currentMajor > found.major || (currentMajor === found.major && currentMinor >= found.minor);
  return isPast ? found.message : undefined;
}

function selectorProblem({ kind, name }: ObjectHead, content: string): string | undefined {
  if (!['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].includes(kind)) return undefined;
  if (content.includes('matchLabels') || content.includes('matchExpressions')) return undefined;
  return `a ${kind} must contain matchLabels or matchExpressions, and ${quoteText(name)} does not`;
}

/** Stands for the name of a Go type that has none. */
const NAMELESS = 'nameless';

const text: GoType = { kind: 'string' };

function struct(fields: Readonly<Record<string, GoType>>): GoType {
  const typed = Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type }]));
  return { kind: 'struct', name: `rules.${NAMELESS}`, fields: () => typed };
}

const LIST = struct({
  Items: {
    kind: 'slice',
    element: struct({ Metadata: struct({ Annotations: { kind: 'map', element: text } }) }),
  },
});

/** Annotations of the items of a list come to nothing. */
function listProblem({ kind }: ObjectHead, content: string, helmVersion: HelmVersion): string | undefined {
  if (kind !== 'List') return undefined;
  const { value, problem } = attempt(() => parseYamlAs(content, LIST), 'unable to parse YAML: ');
  if (problem !== undefined) return described(problem).text.replace(`field ${NAMELESS}.`, 'field .');
  const items = isJsonObject(value) && Array.isArray(value['Items']) ? (value['Items'] as readonly JsonValue[]) : [];
  const isIgnored = items.some((item) => {
    const metadata = isJsonObject(item) ? item['Metadata'] : undefined;
    const annotations = isJsonObject(metadata) ? metadata['Annotations'] : undefined;
    return isJsonObject(annotations) && Object.hasOwn(annotations, RESOURCE_POLICY);
  });
  const annotation = helmVersion === '4.2' ? 'annotation' : 'Annotation';
  return isIgnored ? `${annotation} '${RESOURCE_POLICY}' within List objects are ignored` : undefined;
}
