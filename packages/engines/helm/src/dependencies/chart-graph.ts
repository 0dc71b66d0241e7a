import type { GoMap } from '@gotk/go-template';
import type { JsonValue } from '@gotk/json';
import type { Chart } from '../chart/chart.js';
import type { ChartDependency, ChartMetadata } from '../chart/chart-metadata.js';
import type { HelmVersion } from '../helm-version.js';

/**
 * A chart while its dependencies are processed. Helm changes charts in place, and what stands under two aliases of one chart is
 * partly copied and partly shared: so it is here, since it shows in paths, in names and in values.
 */
export interface ChartNode {
  readonly chart: Chart;
  readonly metadata: NodeMetadata;
  values: GoMap | undefined;
  dependencies: readonly ChartNode[];
  parent: ChartNode | undefined;
}

/** What changes of Chart.yaml. */
export interface NodeMetadata {
  readonly given: ChartMetadata;
  readonly name: string;
  dependencies: readonly NodeEntry[] | undefined;
}

/** An entry of `dependencies` in Chart.yaml. */
export interface NodeEntry {
  readonly given: ChartDependency;
  /** The alias from when it was given. */
  name: string;
  importValues: readonly JsonValue[];
  /** Imports are told apart from what they became: they are done once. */
  isImported: boolean;
}

/** The nodes of a chart and its subcharts. */
export function chartGraph(chart: Chart, parent?: ChartNode): ChartNode {
  const { name, dependencies } = chart.metadata;
  const metadata = { given: chart.metadata, name, dependencies: dependencies?.map(entryOf) };
  const node: ChartNode = { chart, metadata, values: chart.values, dependencies: [], parent };
  node.dependencies = chart.dependencies.map((subchart) => chartGraph(subchart, node));
  return node;
}

function entryOf(given: ChartDependency): NodeEntry {
  return { given, name: given.name, importValues: given.importValues, isImported: false };
}

/** Puts subcharts under a chart. */
export function adopt(node: ChartNode, dependencies: readonly ChartNode[]): void {
  for (const dependency of dependencies) dependency.parent = node;
  node.dependencies = dependencies;
}

/**
 * A subchart for an entry that names it, under the alias. Helm 4 gives it subcharts of its own, though what these have is shared;
 * Helm 3 shares all of them, and the entries of its Chart.yaml.
 */
export function copyForEntry(found: ChartNode, { given }: NodeEntry, helmVersion: HelmVersion): ChartNode {
  const name = given.alias === '' ? found.metadata.name : given.alias;
  if (helmVersion === '3.22') return { ...found, metadata: { ...found.metadata, name } };
  const dependencies = found.metadata.dependencies?.map((entry) => ({ ...entry }));
  const copy: ChartNode = { ...found, metadata: { ...found.metadata, name, dependencies } };
  adopt(
    copy,
    found.dependencies.map((subchart) => ({ ...subchart })),
  );
  return copy;
}

/** The chart that a node has become. */
export function chartOfNode(node: ChartNode): Chart {
  const { given, name, dependencies } = node.metadata;
  return {
    ...node.chart,
    metadata: { ...given, name, dependencies: dependencies?.map(dependencyOf) },
    values: node.values,
    dependencies: node.dependencies.map(chartOfNode),
    path: pathOf(node),
  };
}

function dependencyOf({ given, name, importValues }: NodeEntry): ChartDependency {
  return { ...given, name, importValues, enabled: true };
}

function pathOf({ metadata, parent }: ChartNode): string {
  return parent === undefined ? metadata.name : `${pathOf(parent)}/charts/${metadata.name}`;
}
