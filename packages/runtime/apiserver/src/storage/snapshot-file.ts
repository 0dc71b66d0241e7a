import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endLine, headerLine, writeLine } from './object-log.js';
import type { PersistedObject } from './persistence.js';

const PIECE_CHARACTERS = 1024 * 1024;

/** All objects at a revision. */
export interface StoredState {
  readonly revision: number;
  readonly objects: Iterable<PersistedObject>;
}

/**
 * Writes all objects into a file that only its owner can read; it is there as a whole or not at all.
 *
 * @returns its size in bytes.
 */
export async function writeSnapshotFile(file: string, { revision, objects }: StoredState): Promise<number> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  let size = 0;
  try {
    let text = headerLine(revision);
    for (const { collection, record } of objects) {
      text += writeLine({ collection, key: record.key, revision: record.revision, record });
      if (text.length < PIECE_CHARACTERS) continue;
      size += (await handle.write(text)).bytesWritten;
      text = '';
    }
    size += (await handle.write(text + endLine())).bytesWritten;
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return size;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes names that were given or taken in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
