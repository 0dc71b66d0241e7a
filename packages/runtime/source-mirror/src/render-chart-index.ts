import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackArchive } from '@gotk/archive';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml, renderYaml } from '@gotk/yaml';
import type { ListedChart } from './parse-source-list.js';

const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
const EPOCH = '2024-01-01T00:00:00Z';

/** The `index.yaml` of packaged charts, with what their Chart.yaml says of them. */
export async function renderChartIndex(folder: string, charts: readonly ListedChart[]): Promise<string> {
  const entries: Record<string, JsonValue[]> = {};
  for (const chart of charts) {
    const entry = await indexEntry(folder, chart);
    entries[chart.name] = [...(entries[chart.name] ?? []), entry];
  }
  return renderYaml({ apiVersion: 'v1', entries, generated: EPOCH });
}

async function indexEntry(folder: string, { name, file, digest }: ListedChart): Promise<JsonObject> {
  const tree = unpackArchive(await readFile(join(folder, file)), { limitBytes: MAX_UNPACKED_BYTES, symlinks: 'skip' });
  const chartFile = (await tree).entry(`${name}/Chart.yaml`);
  if (chartFile?.kind !== 'file') throw new Error(`${file} has no ${name}/Chart.yaml`);
  const metadata = parseYaml(new TextDecoder().decode(chartFile.read()));
  const urls = [file.slice(file.lastIndexOf('/') + 1)];
  return { ...(isJsonObject(metadata) ? metadata : {}), created: EPOCH, digest: digest.replace(/^sha256:/, ''), urls };
}
