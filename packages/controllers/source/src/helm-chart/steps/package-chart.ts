import { gunzipSync, gzipSync } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { type Chart, loadChart } from '@gotk/helm';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { parseYaml, renderYaml } from '@gotk/yaml';

const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const HEADER_BYTES = 512;
const MODES = { file: 0o644, executable: 0o755, directory: 0o755 };

/** Files of a chart by their path in it. */
export type ChartFiles = ReadonlyMap<string, Uint8Array>;

/** Loads a packaged chart. @throws LocatedError with Helm's text */
export function loadPackage(content: Uint8Array): Chart {
  return loadChart(content, { gunzip: (bytes) => gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) });
}

/** The files of a chart, with another name, version or default values. */
export function filesOf(
  chart: Chart,
  changes: { readonly name?: string; readonly version?: string; readonly values?: JsonObject | undefined },
): ChartFiles {
  const { name, version, values } = changes;
  const files = new Map(chart.raw.map((file) => [file.name, file.data]));
  const metadata = { ...(name !== undefined && { name }), ...(version !== undefined && { version }) };
  if (Object.keys(metadata).length > 0) files.set('Chart.yaml', patchMetadata(files.get('Chart.yaml'), metadata));
  if (values !== undefined) {
    if (!files.has('values.yaml')) throw new Error('failed to locate values file: values.yaml');
    files.set('values.yaml', encode(values));
  }
  return files;
}

/** Chart.yaml stays as it is where nothing in it changes. */
function patchMetadata(content: Uint8Array | undefined, changes: JsonObject): Uint8Array {
  const metadata = parseYaml(Buffer.from(content ?? []).toString('utf8'));
  const present = isJsonObject(metadata) ? metadata : {};
  const isSame = Object.entries(changes).every(([field, value]) => present[field] === value);
  return isSame && content !== undefined ? content : encode({ ...present, ...changes });
}

function encode(value: JsonObject): Uint8Array {
  return Buffer.from(Object.keys(value).length === 0 ? '' : renderYaml(value));
}

/** Packs a chart; the same files always give the same bytes. */
export function packChart(name: string, files: ChartFiles): Uint8Array {
  const tree = memoryTree(Object.fromEntries([...files].map(([path, content]) => [`${name}/${path}`, content])));
  const tar = writeTar(tree, { modes: MODES, omit: (_path, kind) => kind === 'directory' });
  // The root has an entry of its own in artifacts, and none in charts.
  return gzipSync(tar.subarray(HEADER_BYTES));
}
