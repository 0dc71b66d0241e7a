import { constants, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from './lock-folder.js';
import { LOG_FORMAT, type LogEntry, writeLine } from './object-log.js';
import type { PersistedObject, PersistedRecord, PersistedWrite, Persistence } from './persistence.js';
import { readLogFile } from './read-log-file.js';
import { type StoredState, syncFolder, writeSnapshotFile } from './snapshot-file.js';

/** A log is replaced by a snapshot when it is larger than this, and than the last snapshot. */
const MIN_COMPACTED_BYTES = 16 * 1024 * 1024;

export interface LogPersistenceOptions {
  /** Default 16 MiB. */
  readonly minCompactedBytes?: number;
}

/**
 * Keeps the objects in `dataDir` as a snapshot and a log of the writes after it: `snapshot-N` and `log-N`. A write is synced to
 * the disk before its promise resolves, together with all that came meanwhile. Reading ends at a torn last line. A log that has
 * grown too large is followed by the next one, while a snapshot of what was before is written beside it.
 *
 * @throws when the folder is in use, cannot be used, is damaged or was written in another format.
 */
export async function openLogPersistence(dataDir: string, options: LogPersistenceOptions = {}): Promise<Persistence> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(dataDir);
  try {
    const state = loadState(dataDir);
    const file = join(dataDir, `log-${state.generation}`);
    const handle = await openLog(file);
    await syncFolder(dataDir);
    const { size } = await handle.stat();
    return new LogPersistence({ dataDir, unlock, options }, state, { handle, size });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Opens a log for what comes behind it. Where the system can, a write ends when it is durable, with no second call. */
function openLog(file: string): Promise<FileHandle> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_DSYNC = 0 } = constants as LogFlags;
  return open(file, O_WRONLY | O_APPEND | O_CREAT | O_DSYNC, 0o600);
}

/** Not every system has them all. */
type LogFlags = Pick<typeof constants, 'O_WRONLY' | 'O_APPEND' | 'O_CREAT'> & { readonly O_DSYNC?: number };

interface LoadedState {
  /** The number of the log that is written. */
  readonly generation: number;
  /** The number of the snapshot that it stands on; 0 for none. */
  readonly snapshot: number;
  readonly snapshotBytes: number;
  readonly revision: number;
  readonly objects: PersistedRecords;
}

function loadState(dataDir: string): LoadedState {
  const names = readdirSync(dataDir);
  const numbers = (prefix: string): readonly number[] =>
    names
      .map((name) => Number(new RegExp(`^${prefix}-(\\d+)$`).exec(name)?.[1] ?? Number.NaN))
      .filter((number) => !Number.isNaN(number))
      .sort((a, b) => a - b);
  if (names.includes('data.mdb')) throw new Error(`${dataDir} holds an object store of an earlier format`);
  const snapshot = numbers('snapshot').at(-1) ?? 0;
  const logs = numbers('log').filter((number) => number >= snapshot);
  const objects: PersistedRecords = new Map();
  let revision = 0;
  const take = (entry: LogEntry): void => {
    revision = Math.max(revision, applyEntry(objects, entry, dataDir));
  };
  const snapshotBytes = snapshot === 0 ? 0 : readLogFile(join(dataDir, `snapshot-${snapshot}`), take);
  for (const number of logs) readLog(join(dataDir, `log-${number}`), take, number === logs.at(-1));
  return { generation: logs.at(-1) ?? Math.max(1, snapshot), snapshot, snapshotBytes, revision, objects };
}

/** A torn write at the end of the last log goes, so that the next one begins on a line of its own. */
function readLog(file: string, take: (entry: LogEntry) => void, isLast: boolean): void {
  const end = readLogFile(file, take);
  if (isLast) truncateSync(file, end);
}

/** @returns the revision that the entry tells of. */
function applyEntry(objects: PersistedRecords, entry: LogEntry, dataDir: string): number {
  if (entry.kind === 'end') return 0;
  if (entry.kind === 'header') {
    const { format, revision } = entry.header;
    if (format !== LOG_FORMAT)
      throw new Error(`${dataDir} holds format ${format} of the object store, this is ${LOG_FORMAT}`);
    return revision;
  }
  remember(objects, entry.write);
  return entry.write.revision;
}

/** What is durable: the records of each collection by their keys. */
type PersistedRecords = Map<string, Map<string, PersistedRecord>>;

function remember(objects: PersistedRecords, { collection, key, record }: PersistedWrite): void {
  let records = objects.get(collection);
  if (records === undefined) {
    records = new Map();
    objects.set(collection, records);
  }
  if (record === undefined) records.delete(key);
  else records.set(record.key, record);
}

function* listed(objects: PersistedRecords): Iterable<PersistedObject> {
  for (const [collection, records] of objects) for (const record of records.values()) yield { collection, record };
}

interface Waiting {
  readonly write: PersistedWrite;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Place {
  readonly dataDir: string;
  readonly unlock: () => void;
  readonly options: LogPersistenceOptions;
}

class LogPersistence implements Persistence {
  readonly #place: Place;
  readonly #objects: PersistedRecords;
  #handle: FileHandle;
  /** How much of the present log is durable. */
  #size: number;
  #generation: number;
  #snapshot: number;
  #snapshotBytes: number;
  #revision: number;
  /** Whether there may be part of a failed write behind what is durable. */
  #hasRemains = false;
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #compacting: Promise<void> | undefined;

  constructor(place: Place, state: LoadedState, log: { readonly handle: FileHandle; readonly size: number }) {
    this.#place = place;
    this.#objects = state.objects;
    this.#revision = state.revision;
    this.#generation = state.generation;
    this.#snapshot = state.snapshot;
    this.#snapshotBytes = state.snapshotBytes;
    this.#handle = log.handle;
    this.#size = log.size;
  }

  load(): { readonly revision: number; readonly objects: Iterable<PersistedObject> } {
    return { revision: this.#revision, objects: listed(this.#objects) };
  }

  write(write: PersistedWrite): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ write, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#compacting;
    await this.#handle.close();
    this.#place.unlock();
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn of the event loop is written together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        await this.#append(batch.map(({ write }) => writeLine(write)).join(''));
        for (const { write, resolve } of batch) {
          remember(this.#objects, write);
          this.#revision = write.revision;
          resolve();
        }
      } catch (error) {
        // What was queued behind the failure must fail too: it stands on state that is not there.
        for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(error);
      }
      if (this.#isLarge()) await this.#startNextLog().catch(() => undefined); // The present log goes on.
    }
    this.#writing = undefined;
  }

  async #append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      if (this.#hasRemains) await this.#cutRemains();
      for (let done = 0; done < bytes.length; )
        done += (await this.#handle.write(bytes, done, bytes.length - done)).bytesWritten;
      if (constants.O_DSYNC === undefined) await this.#handle.datasync();
      this.#size += bytes.length;
    } catch (error) {
      // Half a write must not stand before the next one.
      this.#hasRemains = true;
      await this.#cutRemains().catch(() => undefined);
      throw storageError(this.#place.dataDir, error);
    }
  }

  async #cutRemains(): Promise<void> {
    await this.#handle.truncate(this.#size);
    this.#hasRemains = false;
  }

  #isLarge(): boolean {
    const { minCompactedBytes = MIN_COMPACTED_BYTES } = this.#place.options;
    // A log with remains of a failed write behind it cannot be left: they would be read as writes.
    const canBeLeft = this.#compacting === undefined && !this.#hasRemains;
    return canBeLeft && this.#size >= Math.max(minCompactedBytes, this.#snapshotBytes);
  }

  /** Writes go on into the next log while a snapshot of what was before replaces the earlier ones. Nothing is being written now. */
  async #startNextLog(): Promise<void> {
    const generation = this.#generation + 1;
    const next = await openLog(join(this.#place.dataDir, `log-${generation}`));
    await syncFolder(this.#place.dataDir);
    const previous = this.#handle;
    [this.#handle, this.#size, this.#generation] = [next, 0, generation];
    const state = { revision: this.#revision, objects: [...listed(this.#objects)] };
    this.#compacting = this.#replaceLogs(generation, state)
      .catch(() => undefined) // A full disk is told to writers; the logs are still all there.
      .finally(() => {
        this.#compacting = undefined;
      });
    await previous.close();
  }

  async #replaceLogs(generation: number, state: StoredState): Promise<void> {
    const { dataDir } = this.#place;
    this.#snapshotBytes = await writeSnapshotFile(join(dataDir, `snapshot-${generation}`), state);
    for (let number = Math.max(1, this.#snapshot); number < generation; number++)
      for (const name of [`log-${number}`, `snapshot-${number}`]) rmSync(join(dataDir, name), { force: true });
    this.#snapshot = generation;
  }
}

/** A full disk is told in words that say what to do. */
function storageError(dataDir: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const what = full ? 'there is no space left for the object store' : 'the object store cannot be written';
  return new Error(`${what} in ${dataDir}: ${message}`, { cause });
}
