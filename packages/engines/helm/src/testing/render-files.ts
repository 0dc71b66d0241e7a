import { memoryTree } from '@gotk/file-tree';
import type { TemplateEnvironment } from '@gotk/go-template';
import { loadChart } from '../chart/load-chart.js';
import { type HelmLogEntry, renderLogEntry } from '../log/helm-log.js';
import { type RenderChartOptions, type RenderedChart, renderChart } from '../release/render-chart.js';
import { mergeValueOptions, type ValueOptions } from '../values/merge-value-options.js';

/** A world whose clock stands still and whose randomness is all zeros. */
export const stillEnvironment: TemplateEnvironment = {
  now: () => Date.UTC(2024, 2, 15, 10, 30),
  randomBytes: () => undefined,
};

const CHART_YAML = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

/** What a rendering gave, with the lines it logged. */
export interface TestRendering extends RenderedChart {
  readonly lines: readonly string[];
}

/** Renders the chart that these files make; there is a Chart.yaml unless they have one. */
export async function renderFiles(
  files: Readonly<Record<string, string>>,
  options: Partial<Omit<RenderChartOptions, 'values' | 'chart'>> & { readonly values?: ValueOptions } = {},
): Promise<TestRendering> {
  const lines: string[] = [];
  const log = (entry: HelmLogEntry): void => {
    lines.push(renderLogEntry(entry));
  };
  const chart = loadChart(memoryTree({ 'Chart.yaml': CHART_YAML, ...files }), { log });
  const values = mergeValueOptions(options.values ?? {});
  const release = { name: 'demo', namespace: 'apps' };
  const rendered = await renderChart({ release, environment: stillEnvironment, log, ...options, chart, values });
  return { ...rendered, lines };
}
