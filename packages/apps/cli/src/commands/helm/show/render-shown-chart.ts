import { type Chart, crdFilesOf, type HelmVersion, renderMetadata } from '@gotk/helm';
import { parseYaml } from '@gotk/yaml';

/** What `flux helm show` can show of a chart. */
export type ShowPart = 'all' | 'chart' | 'values' | 'readme' | 'crds';

export interface ShowOptions {
  readonly part: ShowPart;
  /** What of the values is shown; empty for all. */
  readonly jsonPath: string;
  readonly helmVersion: HelmVersion;
}

const README_NAMES = ['readme.md', 'readme.txt', 'readme'];

/** A part of a chart as `helm show` prints it. @throws Error in Helm's words for a JSONPath that is none */
export async function renderShownChart(chart: Chart, options: ShowOptions): Promise<string> {
  const { part } = options;
  const shows = (wanted: ShowPart): boolean => part === wanted || part === 'all';
  return [
    shows('chart') ? `${renderMetadata(chart.metadata)}\n` : '',
    shows('values') ? await valuesText(chart, options) : '',
    shows('readme') ? readmeText(chart, options) : '',
    shows('crds') ? crdsText(chart, options) : '',
  ].join('');
}

async function valuesText({ raw, values }: Chart, { part, jsonPath }: ShowOptions): Promise<string> {
  if (values === undefined) return '';
  const separator = part === 'all' ? '---\n' : '';
  const texts = raw.filter(({ name }) => name === 'values.yaml').map(({ data }) => decode(data));
  if (jsonPath === '') return separator + texts.map((text) => `${text}\n`).join('');
  const { parseJsonPath, renderJsonPath } = await import('@gotk/json-path');
  const data = parseYaml(texts.join('')) ?? {};
  try {
    parseJsonPath(jsonPath);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`error parsing jsonpath ${jsonPath}: ${reason}`, { cause });
  }
  try {
    return separator + renderJsonPath(jsonPath, data);
  } catch {
    // Helm says nothing of what is not found.
    return separator;
  }
}

function readmeText({ files }: Chart, { part }: ShowOptions): string {
  const readme = files.find(({ name }) => README_NAMES.includes(name.toLowerCase()));
  if (readme === undefined) return '';
  return `${part === 'all' ? '---\n' : ''}${decode(readme.data)}\n`;
}

function crdsText(chart: Chart, { part, helmVersion }: ShowOptions): string {
  const texts = crdFilesOf(chart).map(({ file }) => decode(file.data));
  const separated = (text: string): string => (text.startsWith('---') ? text : `---\n${text}`);
  const shown =
    helmVersion === '4.2'
      ? texts.map(separated)
      : texts.map((text, index) => (index === 0 && part === 'all' ? separated(text) : text));
  return shown.map((text) => `${text}\n`).join('');
}

function decode(data: Uint8Array): string {
  return Buffer.from(data).toString('utf8');
}
