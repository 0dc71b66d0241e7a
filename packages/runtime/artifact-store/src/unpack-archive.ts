import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTarBytes } from '@gotk/archive';
import type { FileTree } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';

/** Bounds of what an archive may hold. */
export interface UnpackLimits {
  /** Of the unpacked archive. @default 1 GiB */
  readonly maxTotalBytes: number;
  /** @default 200000 */
  readonly maxEntries: number;
}

const expand = promisify(gunzip);

/**
 * The files and directories of a `.tar.gz`, in memory; links are left out.
 * @throws LocatedError `artifact-malformed`, `artifact-too-large`.
 */
export async function unpackArchive(archive: Uint8Array, limits: Partial<UnpackLimits> = {}): Promise<FileTree> {
  const { maxTotalBytes = 1024 * 1024 * 1024, maxEntries = 200_000 } = limits;
  try {
    const tar = await expand(archive, { maxOutputLength: maxTotalBytes });
    return await unpackTarBytes(tar, { maxEntries });
  } catch (cause) {
    throw unpackError(cause, maxTotalBytes);
  }
}

function unpackError(cause: unknown, maxTotalBytes: number): LocatedError {
  const grewTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  const reason = grewTooLarge
    ? `tar "archive" is bigger than max archive size of ${maxTotalBytes} bytes`
    : cause instanceof Error
      ? cause.message
      : String(cause);
  const tooLarge = grewTooLarge || (cause as LocatedError).code === 'archive-too-large';
  return new LocatedError({
    code: tooLarge ? 'artifact-too-large' : 'artifact-malformed',
    message: `failed to extract archive (check whether file size exceeds max download size): ${reason}`,
    cause,
  });
}
