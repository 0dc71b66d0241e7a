import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Begins the names of files that are not artifacts yet. */
export const TEMPORARY_PREFIX = '.tmp-';

/** What is to be in a file: bytes, or pieces of them, each of which is written before the next one is asked for. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that its path shows the old content or the new, whole, also when the process dies in between.
 * Folders are made with mode 0700, the file has mode 0600.
 */
export async function writeAtomically(file: string, content: FileContent): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = join(dirname(file), `${TEMPORARY_PREFIX}${basename(file)}-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      if (content instanceof Uint8Array) await handle.writeFile(content);
      else for await (const chunk of content) await handle.writeFile(chunk);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
