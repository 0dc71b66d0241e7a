import { GoMap, type GoValue, type TemplateRecord, textToBytes } from '@gotk/go-template';
import type { JsonObject, JsonValue } from '@gotk/json';
import type { Chart, ChartFile } from '../chart/chart.js';
import {
  type ChartEntry,
  type FileEntry,
  HEAD_NUMBERS,
  type KeptIndex,
  MARK,
  NUMBER_BYTES,
  PLACE,
} from './kept-bytes.js';

/** Files that no template is and that are longer stay in the archive, which is unpacked when somebody asks for one. */
const MAX_KEPT_FILE = 16 * 1024;

export interface KeepChartOptions {
  /** As `loadChart` made it of a package, for Helm 4. */
  readonly chart: Chart;
  /** What was in the package: the tar. */
  readonly tar: Uint8Array;
  readonly templates: TemplateRecord;
}

/**
 * Brings a loaded chart into a form from which the same build of the program, on the same machine, has it again in a fraction of the
 * time: see `restoreChart`.
 *
 * @returns `undefined` for one that cannot be kept exactly
 */
export function keepChart({ chart, tar, templates }: KeepChartOptions): Uint8Array | undefined {
  const files = new FileKeeper(tar);
  const entry = entryOf(chart, files);
  if (entry === undefined) return undefined;
  const index = asciiJson({ chart: entry, templates: templates.index } satisfies KeptIndex);
  return joined(index, templates.code, files);
}

function entryOf(chart: Chart, files: FileKeeper): ChartEntry | undefined {
  const { metadata, lock, raw, values } = chart;
  const numbers = new Map(raw.map((file, number) => [file, number]));
  const hot = new Set(chart.templates);
  const schema = raw.findIndex(({ data }) => data === chart.schema);
  const plain = values === undefined ? undefined : plainOf(values);
  const dependencies = chart.dependencies.map((subchart) => entryOf(subchart, files));
  if (plain === INEXACT || !isComplete(dependencies)) return undefined;
  return {
    ...{ metadata, lock, dependencies },
    raw: raw.map((file, number) => files.add(file, hot.has(file) || number === schema)),
    templates: chart.templates.map((file) => numbers.get(file) ?? 0),
    files: chart.files.map((file) => numbers.get(file) ?? 0),
    // Values are a table.
    values: plain as JsonObject | undefined,
    schema: schema === -1 ? undefined : schema,
  };
}

function isComplete<T>(items: readonly (T | undefined)[]): items is readonly T[] {
  return !items.includes(undefined);
}

/** Stands for what JSON does not give back as it was. */
const INEXACT = Symbol('inexact');

/** Values from YAML as JSON. */
function plainOf(value: GoValue): JsonValue | typeof INEXACT {
  if (value instanceof GoMap) return plainTable(value);
  if (Array.isArray(value)) {
    const items = value.map(plainOf);
    return items.includes(INEXACT) ? INEXACT : (items as JsonValue[]);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0) ? value : INEXACT;
}

function plainTable(map: GoMap): JsonValue | typeof INEXACT {
  const entries = map.keys().map((key) => [key, plainOf(map.get(key))] as const);
  if (entries.some(([, value]) => value === INEXACT)) return INEXACT;
  return Object.fromEntries(entries) as JsonObject;
}

/** Gathers the contents of files, each once. */
class FileKeeper {
  readonly contents: Uint8Array[] = [];
  lengthBytes = 0;
  private readonly tar: Uint8Array;
  private readonly offsets = new Map<number, number>();

  constructor(tar: Uint8Array) {
    this.tar = tar;
  }

  /** @param isNeeded whether the file is nearly always read */
  add({ name, data, modifiedMs }: ChartFile, isNeeded: boolean): FileEntry {
    const { length } = data;
    const isInside = isWithin(data, this.tar);
    if (isInside && !isNeeded && length > MAX_KEPT_FILE) {
      return [name, PLACE.archive, data.byteOffset - this.tar.byteOffset, length, modifiedMs ?? null];
    }
    return [name, PLACE.kept, this.offsetOf(data, isInside), length, modifiedMs ?? null];
  }

  /** A file of a subchart is one of the chart above, too. */
  private offsetOf(data: Uint8Array, isInside: boolean): number {
    const known = isInside ? this.offsets.get(data.byteOffset) : undefined;
    if (known !== undefined) return known;
    const offset = this.lengthBytes;
    if (isInside && data.length > 0) this.offsets.set(data.byteOffset, offset);
    this.contents.push(data);
    this.lengthBytes += data.length;
    return offset;
  }
}

function isWithin(part: Uint8Array, whole: Uint8Array): boolean {
  const offset = part.byteOffset - whole.byteOffset;
  return part.buffer === whole.buffer && offset >= 0 && offset + part.length <= whole.length;
}

function asciiJson(index: KeptIndex): string {
  const json = JSON.stringify(index).replace(/[^\0-\x7f]/g, escaped);
  return json.padEnd(Math.ceil(json.length / NUMBER_BYTES) * NUMBER_BYTES);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function joined(index: string, code: Int32Array, files: FileKeeper): Uint8Array {
  const headBytes = HEAD_NUMBERS * NUMBER_BYTES;
  const lengthBytes = headBytes + index.length + code.byteLength + files.lengthBytes + NUMBER_BYTES;
  const kept = new Uint8Array(lengthBytes);
  kept.set(bytesOf(Int32Array.of(MARK, index.length, code.length, files.lengthBytes, lengthBytes)));
  kept.set(textToBytes(index), headBytes);
  kept.set(bytesOf(code), headBytes + index.length);
  let offset = headBytes + index.length + code.byteLength;
  for (const content of files.contents) {
    kept.set(content, offset);
    offset += content.length;
  }
  kept.set(bytesOf(Int32Array.of(MARK)), offset);
  return kept;
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
