import { crc32 } from 'node:zlib';
import type { PersistedWrite } from './persistence.js';
import { StoredRecord } from './stored-record.js';

/** The first line of a file: which revision the objects after it show. */
export interface LogHeader {
  readonly format: number;
  readonly revision: number;
}

/** One line of a file. */
export type LogEntry =
  | { readonly kind: 'header'; readonly header: LogHeader }
  | { readonly kind: 'write'; readonly write: PersistedWrite }
  /** The last line of a whole snapshot. */
  | { readonly kind: 'end' };

const FORMAT = 2;
const CHECKSUM_LENGTH = 8;
const NEWLINE = 10;

/** A line that says what follows. */
export function headerLine(revision: number): string {
  return line({ format: FORMAT, revision });
}

/** The line of a write; objects are JSON, which has no line breaks. */
export function writeLine({ collection, key, revision, record }: PersistedWrite): string {
  const target = `{"c":${JSON.stringify(collection)},"k":${JSON.stringify(key)},"r":${revision}`;
  return textLine(record === undefined ? `${target}}` : `${target},"o":${record.text}}`);
}

/** The line that ends a snapshot, so that a torn one is known as such. */
export function endLine(): string {
  return line({ end: true });
}

function line(value: object): string {
  return textLine(JSON.stringify(value));
}

function textLine(text: string): string {
  return `${checksum(text)} ${text}\n`;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0');
}

/** A file that is damaged somewhere else than at its end, where a write may have been torn. */
export class DamagedLogError extends Error {
  constructor(file: string, offset: number) {
    super(`${file} is damaged at byte ${offset}`);
    this.name = 'DamagedLogError';
  }
}

/** Reads whole lines out of pieces of a file. */
export class LogReader {
  readonly #file: string;
  #rest: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Where the next line begins: everything before it is whole. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * The entries that end in this piece of the file. A broken line is taken for a torn write when nothing whole follows it.
   * @throws DamagedLogError
   */
  *read(piece: Buffer): Iterable<LogEntry> {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const entry = parseLine(bytes.toString('utf8', start, end));
      if (entry === undefined) break;
      this.#offset += end + 1 - start;
      start = end + 1;
      yield entry;
    }
    this.#rest = bytes.subarray(start);
  }

  /** To be called at the end of the file. @throws DamagedLogError when whole lines follow a broken one. */
  finish(): void {
    const lines = this.#rest.toString('utf8').split('\n').slice(1);
    if (lines.some((text) => parseLine(text) !== undefined)) throw new DamagedLogError(this.#file, this.#offset);
  }
}

function parseLine(text: string): LogEntry | undefined {
  const json = text.slice(CHECKSUM_LENGTH + 1);
  if (text[CHECKSUM_LENGTH] !== ' ' || checksum(json) !== text.slice(0, CHECKSUM_LENGTH)) return undefined;
  const begin = WRITE.exec(json);
  if (begin !== null) return { kind: 'write', write: objectWrite(begin, json) };
  const value = JSON.parse(json) as Record<string, unknown>; // The checksum says that it is what was written.
  if (value['format'] !== undefined) return { kind: 'header', header: value as unknown as LogHeader };
  if (value['end'] === true) return { kind: 'end' };
  const { c, k, r } = value as { c: string; k: string; r: number };
  return { kind: 'write', write: { collection: c, key: k, revision: r } };
}

/** How a line with an object begins: the object itself stays text until somebody asks for it. */
const WRITE = /^\{"c":("(?:[^"\\]|\\.)*"),"k":("(?:[^"\\]|\\.)*"),"r":(\d+),"o":/;

function objectWrite([begin, collection = '', name = '', number]: RegExpExecArray, json: string): PersistedWrite {
  const key = JSON.parse(name) as string; // The pattern takes texts alone.
  const revision = Number(number);
  const record = StoredRecord.ofText(key, revision, json.slice(begin.length, -1));
  return { collection: JSON.parse(collection) as string, key, revision, record };
}

/** The format of the files, counted up when they change. */
export const LOG_FORMAT = FORMAT;
