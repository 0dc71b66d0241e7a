import { compareUtf8, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { compareVersions, findVersion } from '@gotk/semver';
import { decodeJsonAs, parseYamlAs } from '@gotk/yaml';
import { ENTRIES, INDEX } from './index-types.js';
import { renderIndexChart, renderIndexEnd, renderIndexStart } from './render-index.js';
import { partText, splitIndex } from './split-index.js';

/**
 * Reads the index of a Helm repository, JSON or YAML, and writes it as JSON in the form in which Flux stores it: versions that
 * are not valid left out, the others newest first.
 *
 * Of an index in the usual layout no more than one chart is held decoded at a time.
 *
 * @throws Error in Flux's words for what is no index.
 */
export function loadIndex(text: Buffer): Buffer {
  if (text.length === 0) throw new Error('empty index.yaml file');
  const json = loadInParts(text) ?? loadWhole(text);
  return json;
}

function loadInParts(text: Buffer): Buffer | undefined {
  const split = splitIndex(text);
  if (split === undefined) return undefined;
  const charts = new Map<string, Buffer>();
  for (const part of split.charts) {
    const yaml = partText(text, part);
    const chart = yaml === undefined ? undefined : readPart(yaml);
    // What goes wrong in a part is told with its place in the whole.
    if (chart === undefined || charts.has(chart.name)) return undefined;
    charts.set(chart.name, Buffer.from(renderIndexChart(chart.name, chart.versions)));
  }
  return assemble(requireIndex(parseYamlAs(split.head, INDEX, { strict: true })), charts);
}

function readPart(yaml: string): { readonly name: string; readonly versions: readonly JsonObject[] } | undefined {
  try {
    const entries = parseYamlAs(yaml, ENTRIES, { strict: true });
    const [[name, versions] = [], ...others] = Object.entries(isJsonObject(entries) ? entries : {});
    return name === undefined || others.length > 0 ? undefined : { name, versions: validVersions(versions) };
  } catch {
    return undefined;
  }
}

function loadWhole(text: Buffer): Buffer {
  const index = requireIndex(decode(text));
  const { entries } = index;
  const charts = new Map<string, Buffer>();
  for (const [name, versions] of Object.entries(isJsonObject(entries) ? entries : {})) {
    charts.set(name, Buffer.from(renderIndexChart(name, validVersions(versions))));
  }
  return assemble(index, charts);
}

/** JSON may hold fields that nobody knows; YAML may not. */
function decode(text: Buffer): JsonValue {
  const json = tryParseJson(text);
  return json === undefined ? parseYamlAs(text, INDEX, { strict: true }) : decodeJsonAs(json, INDEX);
}

function tryParseJson(text: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(text.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

function requireIndex(value: JsonValue): JsonObject {
  const index = isJsonObject(value) ? value : {};
  if ((index['apiVersion'] ?? '') === '') throw new Error('no API version specified');
  return index;
}

function assemble(index: JsonObject, charts: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [Buffer.from(renderIndexStart(index))];
  const comma = Buffer.from(',');
  for (const [at, name] of [...charts.keys()].sort(compareUtf8).entries()) {
    if (at > 0) parts.push(comma);
    parts.push(charts.get(name) ?? comma);
  }
  parts.push(Buffer.from(renderIndexEnd(index, charts.size === 0)));
  return Buffer.concat(parts);
}

function validVersions(versions: JsonValue | undefined): readonly JsonObject[] {
  const all = Array.isArray(versions) ? (versions as readonly JsonValue[]).filter(isJsonObject) : [];
  return newestFirst(all.map((version) => ({ ...version, apiVersion: version['apiVersion'] || 'v1' })).filter(isValid));
}

function isValid({ name, version, type = '' }: JsonObject): boolean {
  if (typeof name !== 'string' || name === '' || /[/\\]/.test(name) || name === '.' || name === '..') return false;
  if (typeof version !== 'string' || findVersion(version) === undefined) return false;
  return ['', 'application', 'library'].includes(String(type));
}

function newestFirst(versions: readonly JsonObject[]): readonly JsonObject[] {
  const parsed = versions.flatMap((version) => {
    const order = findVersion(String(version['version']));
    return order === undefined ? [] : [{ version, order }];
  });
  return parsed.sort((a, b) => compareVersions(b.order, a.order)).map(({ version }) => version);
}
