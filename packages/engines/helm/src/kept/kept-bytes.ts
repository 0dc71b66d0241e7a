import type { TemplateIndex } from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import type { ChartLock } from '../chart/chart.js';
import type { ChartMetadata } from '../chart/chart-metadata.js';

/*
 * A kept chart is: five numbers of 32 bits (the mark, then the lengths of the parts), an index in ASCII JSON, the statements of the
 * templates as numbers, the contents of files, and the mark again. The index is filled up with spaces to a multiple of four.
 */

export const MARK = 0x6b_63_68_31;
export const HEAD_NUMBERS = 5;
export const NUMBER_BYTES = 4;

/** Where the content of a file lies. */
export const PLACE = { kept: 0, archive: 1 } as const;

/** Name, place, offset there, length, and when it was changed. */
export type FileEntry = readonly [string, number, number, number, number | null];

/** A chart in the index; files are named by their numbers in `raw`. */
export interface ChartEntry {
  readonly metadata: ChartMetadata;
  readonly lock: ChartLock | undefined;
  readonly raw: readonly FileEntry[];
  readonly templates: readonly number[];
  readonly files: readonly number[];
  readonly values: JsonObject | undefined;
  readonly schema: number | undefined;
  readonly dependencies: readonly ChartEntry[];
}

/** All of the index. */
export interface KeptIndex {
  readonly chart: ChartEntry;
  readonly templates: TemplateIndex;
}
