import type { FileTree } from '@gotk/file-tree';
import type { GoMap, TemplateEnvironment } from '@gotk/go-template';
import { type LoadChartOptions, loadChart } from '../chart/load-chart.js';
import type { HelmVersion } from '../helm-version.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import type { KubeVersion } from '../render/capabilities.js';
import { defaultCapabilities } from '../render/default-capabilities.js';
import { type FetchSchema, withForeignSchemas } from '../schema/foreign-schemas.js';
import { copyTable } from '../values/copy-values.js';
import type { ChartFolder } from './chart-folder.js';
import { checkChartFile } from './check-chart-file.js';
import { checkCrds } from './check-crds.js';
import { checkDependencyLists } from './check-dependencies.js';
import { checkTemplates } from './check-templates.js';
import { checkValuesFile } from './check-values.js';
import type { LintMessage } from './lint-message.js';
import { LintReport } from './lint-report.js';

export interface LintChartOptions extends Pick<LoadChartOptions, 'gunzip' | 'fromRoot'> {
  readonly tree: FileTree;
  /** The chart's folder in the tree. @default '' */
  readonly path?: string | undefined;
  /** How messages name the folder: Helm takes its absolute path. */
  readonly shownPath: string;
  /** What the user gives: see `mergeValueOptions`. As in Helm, tables in it take over the chart's defaults, also for charts looked at later. */
  readonly values: GoMap;
  /** @default 'default' */
  readonly namespace?: string | undefined;
  /** For which deprecations count. Default: what Helm is made for. */
  readonly kubeVersion?: KubeVersion | undefined;
  readonly skipSchemaValidation?: boolean | undefined;
  /** Clock, randomness and time zone for the templates. */
  readonly environment: TemplateEnvironment;
  /** Gets what schemas of values refer to by URL; without it nothing is fetched. */
  readonly fetchSchema?: FetchSchema | undefined;
  readonly helmVersion?: HelmVersion | undefined;
  readonly log?: HelmLog | undefined;
}

/** Looks for mistakes in a chart as `helm lint` does. @returns what it found, in Helm's order */
export async function lintChart(options: LintChartOptions): Promise<readonly LintMessage[]> {
  const { values, helmVersion = '4.2', skipSchemaValidation = false, log = silentLog } = options;
  const folder = folderOf(options, log);
  const report = new LintReport();
  const base = defaultCapabilities(helmVersion);
  const kubeVersion = options.kubeVersion ?? base.kubeVersion;
  const withSchemas = <T>(run: Parameters<typeof withForeignSchemas<T>>[1]): Promise<T> =>
    withForeignSchemas({ fetch: options.fetchSchema, log }, run);
  checkChartFile(folder, report, helmVersion);
  const beforeValues = report.messages.length;
  const checked = await withSchemas((schemas, schemaLog) => {
    report.messages.splice(beforeValues);
    // It may have to be done again.
    const given = copyTable(values);
    checkValuesFile(folder, report, { values: given, helmVersion, skipSchemaValidation, schemas, log: schemaLog });
    return given;
  });
  for (const key of checked.keys()) values.set(key, checked.get(key));
  await checkTemplates(folder, report, {
    values,
    namespace: options.namespace ?? 'default',
    capabilities: { ...base, kubeVersion },
    kubeVersion,
    helmVersion,
    skipSchemaValidation,
    environment: options.environment,
    log,
    withSchemas,
  });
  checkDependencyLists(folder, report);
  // Helm 3 does not look at them.
  if (helmVersion === '4.2') checkCrds(folder, report);
  return report.messages;
}

function folderOf(options: LintChartOptions, log: HelmLog): ChartFolder {
  const { tree, path = '', shownPath, gunzip, helmVersion } = options;
  const loading: LoadChartOptions = {
    path,
    shownPath,
    log,
    helmVersion,
    checksVersion: false,
    fromRoot: options.fromRoot ?? false,
    ...(gunzip === undefined ? {} : { gunzip }),
  };
  return { tree, path, shownPath, load: () => loadChart(tree, loading) };
}
