import { lstat } from 'node:fs/promises';

/** Differs whenever a file may have been written or replaced. */
export type FileStamp = string;

/** @returns `undefined` when there is no regular file. */
export async function readStamp(file: string): Promise<FileStamp | undefined> {
  try {
    const stats = await lstat(file, { bigint: true });
    if (!stats.isFile()) return undefined;
    return `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Whether a file operation failed because something is not there. */
export function isNotFound(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
