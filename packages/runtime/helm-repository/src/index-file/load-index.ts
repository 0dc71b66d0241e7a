import { compareUtf8, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { compareVersions, findVersion } from '@gotk/semver';
import { decodeJsonAs, parseYamlAs } from '@gotk/yaml';
import { type ByteSource, bufferSource } from './byte-source.js';
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
  const charts = new Map<string, Buffer>();
  const keep: ChartKeeper = {
    put: (name, chart) => void charts.set(name, Buffer.from(chart)),
    get: (name) => charts.get(name),
  };
  return Buffer.concat([...storedForm(bufferSource(text), keep)]);
}

/** Holds the charts of an index until all are known, since they are written in the order of their names. */
export interface ChartKeeper {
  put(name: string, chart: string): void;
  /** To be used before the next one is asked for. */
  get(name: string): Buffer | undefined;
}

/**
 * An index in the form in which Flux stores it, piece by piece; pieces without content let others have a turn.
 * @throws Error in Flux's words for what is no index.
 */
export function* storedForm(text: ByteSource, keep: ChartKeeper): Generator<Buffer> {
  if (text.length === 0) throw new Error('empty index.yaml file');
  const parts = yield* loadInParts(text, keep);
  const { index, names } = parts ?? loadWhole(text.slice(0, text.length), keep);
  yield Buffer.from(renderIndexStart(index));
  for (const [at, name] of [...names].sort(compareUtf8).entries()) {
    if (at > 0) yield Buffer.from(',');
    yield keep.get(name) ?? Buffer.alloc(0);
  }
  yield Buffer.from(renderIndexEnd(index, names.size === 0));
}

interface LoadedIndex {
  /** All but the charts. */
  readonly index: JsonObject;
  readonly names: ReadonlySet<string>;
}

function* loadInParts(text: ByteSource, keep: ChartKeeper): Generator<Buffer, LoadedIndex | undefined> {
  const split = splitIndex(text);
  if (split === undefined) return undefined;
  const names = new Set<string>();
  for (const part of split.charts) {
    const yaml = partText(text, part);
    const chart = yaml === undefined ? undefined : readPart(yaml);
    // What goes wrong in a part is told with its place in the whole.
    if (chart === undefined || names.has(chart.name)) return undefined;
    names.add(chart.name);
    keep.put(chart.name, renderIndexChart(chart.name, chart.versions));
    yield NOTHING;
  }
  return { index: requireIndex(parseYamlAs(split.head, INDEX, { strict: true })), names };
}

const NOTHING = Buffer.alloc(0);

function readPart(yaml: string): { readonly name: string; readonly versions: readonly JsonObject[] } | undefined {
  try {
    const entries = parseYamlAs(yaml, ENTRIES, { strict: true });
    const [[name, versions] = [], ...others] = Object.entries(isJsonObject(entries) ? entries : {});
    return name === undefined || others.length > 0 ? undefined : { name, versions: validVersions(versions) };
  } catch {
    return undefined;
  }
}

function loadWhole(text: Buffer, keep: ChartKeeper): LoadedIndex {
  const index = requireIndex(decode(text));
  const { entries } = index;
  const charts = Object.entries(isJsonObject(entries) ? entries : {});
  for (const [name, versions] of charts) {
    keep.put(name, renderIndexChart(name, validVersions(versions)));
  }
  return { index, names: new Set(charts.map(([name]) => name)) };
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
