import type { FileTree } from '@gotk/file-tree';
import type { JsonObject } from '@gotk/json';
import { parseYamlNodes, renderYaml } from '@gotk/yaml';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { goListText } from '../go-format/go-map.js';
import type { HelmChartFields, HelmGlobals } from '../kustomization/kustomization.js';
import { HELM_CHART_CONFIG_TYPE } from '../kustomization/kustomization-type.js';
import { joinPath, type LoadRoot, loadFile } from '../load/load-root.js';
import { cleanAbsolutePath, pathBelow, resolvePath } from '../load/resolve-path.js';
import { subTree } from '../load/sub-tree.js';
import { plainMerge } from '../merge/strategic-merge.js';
import { fromJsonAsYaml } from '../node/from-json.js';
import { nodeValue } from '../node/node-value.js';
import type { YamlNode } from '../node/yaml-node.js';
import type { GeneratorPlugin, PluginHelpers } from '../plugins/plugin.js';
import { fromYamlNodes } from '../read/from-yaml-nodes.js';
import { decodeText } from '../read/raw-bytes.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { setAnnotation } from '../resource/metadata-fields.js';
import type { Resource } from '../resource/resource.js';
import { ResourceList } from '../resource/resource-list.js';
import type { ChartRequest } from './inflate-chart.js';

type HelmChartConfig = HelmChartFields & HelmGlobals;

const MERGE_OPTIONS: readonly string[] = ['merge', 'override', 'replace'];

/** Makes the objects of a Helm chart. */
export const helmChartInflationGenerator: GeneratorPlugin<HelmChartConfig> = {
  role: 'generator',
  kind: 'HelmChartInflationGenerator',
  type: HELM_CHART_CONFIG_TYPE,
  configure(config, helpers) {
    const { context, root } = helpers;
    if (context.helm === undefined) {
      throw buildError('kustomize-helm', 'must specify --enable-helm', {
        hint: 'Charts are rendered only where that is allowed: pass --enable-helm.',
      });
    }
    const { name = '', valuesMerge = '' } = config;
    if (name === '') throw new Error('chart name cannot be empty');
    const additional = (config.additionalValuesFiles ?? []).map((path) => loadAdditionalValues(root, path));
    if (valuesMerge !== '' && !MERGE_OPTIONS.includes(valuesMerge))
      throw new Error(`valuesMerge must be one of ${goListText(MERGE_OPTIONS)}`);
    return () => inflate(config, additional, helpers);
  },
};

function loadAdditionalValues(root: LoadRoot, path: string): string {
  try {
    return decode(loadFile(root, path).content);
  } catch (error) {
    throw wrapError(error, 'could not load additionalValuesFile');
  }
}

/** Where a chart is, and what is in it. */
interface FoundChart {
  /** Absolute path of its directory. */
  readonly path: string;
  readonly tree: FileTree;
  /** Whether it was downloaded, so that its files are not those of the build. */
  readonly pulled: boolean;
}

function inflate(config: HelmChartConfig, additional: readonly string[], helpers: PluginHelpers): readonly Resource[] {
  const { context } = helpers;
  const chart = findChart(config, helpers);
  const values = [chartValues(config, chart, helpers), ...additional];
  const manifests = context.charts.manifests({ ...requestOf(config, helpers), chart: chart.tree, values });
  const resources = readManifests(manifests, helpers);
  for (const { node } of resources) setAnnotation(node, buildAnnotation.helmGenerated, 'true');
  return resources;
}

function requestOf(
  config: HelmChartConfig,
  { context: { helm } }: PluginHelpers,
): Omit<ChartRequest, 'chart' | 'values'> {
  return {
    name: config.name ?? '',
    version: config.version ?? '',
    repo: config.repo ?? '',
    releaseName: config.releaseName ?? '',
    nameTemplate: config.nameTemplate ?? '',
    namespace: config.namespace ?? '',
    includeCrds: config.includeCRDs ?? false,
    skipHooks: config.skipHooks ?? false,
    skipTests: config.skipTests ?? false,
    apiVersions: config.apiVersions ?? helm?.apiVersions ?? [],
    kubeVersion: config.kubeVersion ?? helm?.kubeVersion ?? '',
    devel: config.devel ?? false,
    debug: config.debug ?? false,
  };
}

function findChart(config: HelmChartConfig, { context, root }: PluginHelpers): FoundChart {
  const { name = '', version = '', repo = '', devel = false } = config;
  const path = cleanAbsolutePath(`${chartHome(config, root)}/${name}`);
  const inTree = pathBelow(path, root.rootPath);
  const resolved = inTree === undefined ? undefined : resolvePath(root.tree, inTree, root.rootPath);
  if (resolved?.kind === 'directory') return { path, tree: subTree(root.tree, resolved.path), pulled: false };
  if (repo === '') {
    throw buildError(
      'kustomize-helm',
      `no repo specified for pull, no chart found at '${resolved?.kind === 'file' ? path : ''}'`,
      { hint: `Put the chart into ${path}, or set "repo".` },
    );
  }
  return { path, tree: context.charts.pulled({ name, version, repo, devel }), pulled: true };
}

/** The directory that has charts in it: of charts with a version, one for each version. */
function chartHome(
  { chartHome: home = '', name = '', version = '', repo = '' }: HelmChartConfig,
  root: LoadRoot,
): string {
  const directory = home.startsWith('/') ? home : joinPath(root, home || 'charts');
  return version !== '' && repo !== '' ? `${directory}/${name}-${version}` : directory;
}

/** The text of the values file, with the inline values in it. */
function chartValues(config: HelmChartConfig, chart: FoundChart, { context, root }: PluginHelpers): string {
  const { valuesInline = {}, valuesMerge, valuesFile } = config;
  const load = (): string => loadValues(valuesFile || `${chart.path}/values.yaml`, chart, root);
  if (Object.keys(valuesInline).length === 0) return load();
  if (valuesMerge === 'replace') return renderYaml(valuesInline);
  const budget = { nodes: context.limits.aliasNodes };
  const ofChart = parseValues(load(), budget);
  const inline = fromJsonAsYaml(valuesInline satisfies JsonObject);
  const merged = valuesMerge === 'merge' ? plainMerge(inline, ofChart) : plainMerge(ofChart, inline);
  return merged === undefined ? '{}\n' : renderYaml(nodeValue(merged));
}

function parseValues(text: string, budget: { nodes: number }): YamlNode {
  try {
    return fromYamlNodes(parseYamlNodes(text).root, budget);
  } catch (error) {
    throw wrapError(error, 'could not parse values file into rnode');
  }
}

function loadValues(path: string, chart: FoundChart, root: LoadRoot): string {
  const absolute = path.startsWith('/') ? path : joinPath(root, path);
  const inChart = chart.pulled ? pathBelow(absolute, chart.path) : undefined;
  const entry = inChart === undefined ? undefined : chart.tree.entry(inChart);
  return decode(entry?.kind === 'file' ? entry.read() : loadFile(root, path).content);
}

function readManifests(manifests: string, { context }: PluginHelpers): readonly Resource[] {
  try {
    const resources = context.reader.readText(manifests);
    return new ResourceList(resources).all;
  } catch (error) {
    const isMalformed = error instanceof Error && error.message.includes('MalformedYAMLError');
    throw wrapError(error, isMalformed ? 'error reading helm output' : 'could not parse rnode slice into resource map');
  }
}

function decode(content: Uint8Array): string {
  return decodeText(content);
}
