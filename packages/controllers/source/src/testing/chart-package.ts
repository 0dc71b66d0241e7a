import { memoryTree } from '@gotk/file-tree';
import { loadChart } from '@gotk/helm';
import { packChart } from '../helm-chart/steps/package-chart.js';

/** A packaged chart with these files beside its Chart.yaml. */
export function chartPackage(
  name: string,
  version: string,
  files: Readonly<Record<string, string>> = { 'values.yaml': 'replicas: 1\n' },
): Uint8Array {
  const chartFile = `apiVersion: v2\nname: ${name}\nversion: ${version}\n`;
  return packChart(loadChart(memoryTree({ 'Chart.yaml': chartFile, ...files })));
}
