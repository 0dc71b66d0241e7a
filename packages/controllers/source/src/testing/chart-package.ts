import { packChart } from '../helm-chart/steps/package-chart.js';

/** A packaged chart with these files beside its Chart.yaml. */
export function chartPackage(
  name: string,
  version: string,
  files: Readonly<Record<string, string>> = { 'values.yaml': 'replicas: 1\n' },
): Uint8Array {
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
  return packChart(name, new Map(Object.entries(all).map(([path, content]) => [path, Buffer.from(content)])));
}
