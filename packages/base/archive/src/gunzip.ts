import { LocatedError } from '@gotk/located-error';
import { Gunzip } from 'fflate';

const CHUNK_BYTES = 64 * 1024;

/**
 * Decompresses gzip data of any number of members.
 *
 * @throws LocatedError `archive-gzip` when it is none or is cut off; `archive-too-large` as soon as it grows past the limit.
 */
export function gunzip(bytes: Uint8Array, { limitBytes }: { readonly limitBytes: number }): Uint8Array {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let ended = false;
  const stream = new Gunzip((chunk, final) => {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk.slice());
    ended = final;
  });
  if (bytes.length < 18) throw gzipError('unexpected EOF');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw gzipError('gzip: invalid header');
  try {
    for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
      stream.push(bytes.subarray(offset, offset + CHUNK_BYTES), offset + CHUNK_BYTES >= bytes.length);
    }
  } catch (error) {
    if (error instanceof LocatedError) throw error;
    throw gzipError(error instanceof Error ? error.message : String(error), error);
  }
  if (!ended) throw gzipError('unexpected EOF');
  return join(chunks, sizeBytes);
}

function gzipError(message: string, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'archive-gzip', message: `requires gzip-compressed body: ${message}`, cause });
}

function tooLarge(limitBytes: number): LocatedError {
  return new LocatedError({
    code: 'archive-too-large',
    message: `archive is bigger than max archive size of ${limitBytes} bytes`,
  });
}

function join(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const joined = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
