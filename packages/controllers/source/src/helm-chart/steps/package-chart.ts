import { deflateRawSync, gunzipSync } from 'node:zlib';
import { type Chart, type ChartFile, loadChart, packageChart } from '@gotk/helm';
import type { JsonObject } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';

const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const VALUES = 'values.yaml';

/** Loads a packaged chart. @throws LocatedError with Helm's text */
export function loadPackage(content: Uint8Array): Chart {
  return loadChart(content, { gunzip: (bytes) => gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) });
}

/** A chart under another name, or of another version. */
export function renamed(chart: Chart, changes: { readonly name?: string; readonly version?: string }): Chart {
  return { ...chart, metadata: { ...chart.metadata, ...changes } };
}

/**
 * A chart with other default values; `undefined` where they are these already.
 * @throws Error for a chart without default values.
 */
export function withValues(chart: Chart, values: JsonObject): Chart | undefined {
  const data = Buffer.from(Object.keys(values).length === 0 ? '' : renderYaml(values));
  const present = chart.raw.find(({ name }) => name === VALUES);
  if (present === undefined) throw new Error(`failed to locate values file: ${VALUES}`);
  if (data.equals(present.data)) return undefined;
  const replaced = (file: ChartFile): ChartFile => (file.name === VALUES ? { ...file, data } : file);
  return { ...chart, raw: chart.raw.map(replaced) };
}

/** Packs a chart as `helm package` does; the same chart always gives the same bytes, unlike in Flux. */
export function packChart(chart: Chart): Uint8Array {
  return packageChart(chart, { nowMs: 0, deflate: (bytes) => deflateRawSync(bytes) });
}
