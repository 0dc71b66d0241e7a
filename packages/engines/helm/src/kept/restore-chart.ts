import { bytesToText, goMapOf, KeptTemplates } from '@gotk/go-template';
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

/** A chart that was kept, with what was kept of its templates. */
export interface RestoredChart {
  readonly chart: Chart;
  readonly templates: KeptTemplates;
}

/**
 * Gives the chart that `keepChart` made these bytes of.
 *
 * @param kept begins at a multiple of four within its buffer
 * @param unpack gives the tar of the package, for files that were not kept
 * @returns `undefined` where it can be seen that the bytes are something else, or not whole
 */
export function restoreChart(kept: Uint8Array, unpack: () => Uint8Array): RestoredChart | undefined {
  const parts = partsOf(kept);
  if (parts === undefined) return undefined;
  const { chart, templates: index } = JSON.parse(bytesToText(parts.index)) as KeptIndex;
  const contents = new Contents(parts.files, unpack);
  return { chart: chartOf(chart, contents), templates: new KeptTemplates({ index, code: parts.code }) };
}

interface Parts {
  readonly index: Uint8Array;
  readonly code: Int32Array;
  readonly files: Uint8Array;
}

function partsOf(kept: Uint8Array): Parts | undefined {
  const { buffer, byteOffset, length } = kept;
  const headBytes = HEAD_NUMBERS * NUMBER_BYTES;
  if (length < headBytes + NUMBER_BYTES || byteOffset % NUMBER_BYTES !== 0) return undefined;
  const [mark, indexBytes = 0, codeNumbers = 0, filesBytes = 0, lengthBytes] = new Int32Array(
    buffer,
    byteOffset,
    HEAD_NUMBERS,
  );
  const codeStart = headBytes + indexBytes;
  const filesStart = codeStart + codeNumbers * NUMBER_BYTES;
  if (mark !== MARK || lengthBytes !== length || filesStart + filesBytes + NUMBER_BYTES !== length) return undefined;
  if (new DataView(buffer, byteOffset).getInt32(length - NUMBER_BYTES, IS_LITTLE_ENDIAN) !== MARK) return undefined;
  return {
    index: kept.subarray(headBytes, codeStart),
    code: new Int32Array(buffer, byteOffset + codeStart, codeNumbers),
    files: kept.subarray(filesStart, filesStart + filesBytes),
  };
}

const IS_LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

function chartOf(entry: ChartEntry, contents: Contents): Chart {
  const { metadata, lock, values, schema } = entry;
  const raw = entry.raw.map((file) => new KeptFile(file, contents));
  const named = (numbers: readonly number[]): KeptFile[] => numbers.map((number) => raw[number] as KeptFile);
  return {
    ...{ metadata, lock, raw },
    templates: named(entry.templates),
    files: named(entry.files),
    values: values && goMapOf(values),
    schema: schema === undefined ? undefined : raw[schema]?.data,
    dependencies: entry.dependencies.map((dependency) => chartOf(dependency, contents)),
  };
}

/** A file whose content is looked up when somebody asks for it. */
class KeptFile implements ChartFile {
  readonly name: string;
  private readonly entry: FileEntry;
  private readonly contents: Contents;

  constructor(entry: FileEntry, contents: Contents) {
    this.name = entry[0];
    this.entry = entry;
    this.contents = contents;
  }

  get modifiedMs(): number | undefined {
    return this.entry[4] ?? undefined;
  }

  get data(): Uint8Array {
    return this.contents.at(this.entry);
  }
}

class Contents {
  private readonly kept: Uint8Array;
  private readonly unpack: () => Uint8Array;
  private tar: Uint8Array | undefined;

  constructor(kept: Uint8Array, unpack: () => Uint8Array) {
    this.kept = kept;
    this.unpack = unpack;
  }

  at([, place, offset, length]: FileEntry): Uint8Array {
    if (place === PLACE.kept) return this.kept.subarray(offset, offset + length);
    this.tar ??= this.unpack();
    return this.tar.subarray(offset, offset + length);
  }
}
