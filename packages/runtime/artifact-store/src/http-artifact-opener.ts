import type { FileTree } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import {
  type ArtifactOpener,
  type ArtifactReader,
  type ArtifactReference,
  artifactNotFound,
  requireDigest,
} from './artifact-opener.js';
import { createTreeCache } from './tree-cache.js';
import { type UnpackLimits, unpackArchive } from './unpack-archive.js';

export interface HttpArtifactOpenerOptions {
  /** Tries after the first one, when the server cannot be reached or answers 5xx. @default 9 */
  readonly retries?: number;
  /** Wait before the first retry; it doubles, up to 30 s. @default 5000 */
  readonly retryDelayMs?: number;
  /** Of the archive as it is transferred. @default 1 GiB */
  readonly maxDownloadBytes?: number;
  readonly unpackLimits?: Partial<UnpackLimits>;
  /** Unpacked artifacts kept in memory. @default 64 MiB */
  readonly cacheBytes?: number;
  /** Goes in place of the host in artifact URLs, e.g. for a port forward. */
  readonly hostOverride?: string;
}

const MAX_RETRY_DELAY_MS = 30_000;

/** Opens artifacts of a source controller in another process, by download. */
export function createHttpArtifactOpener(options: HttpArtifactOpenerOptions = {}): ArtifactOpener & ArtifactReader {
  const { cacheBytes = 64 * 1024 * 1024, unpackLimits = {} } = options;
  const trees = createTreeCache(cacheBytes);
  const read = async ({ url, digest }: ArtifactReference, signal: AbortSignal): Promise<Uint8Array> => {
    const archive = await download(overrideHost(url, options.hostOverride), options, signal);
    requireDigest(archive, digest);
    return archive;
  };
  return {
    read,
    async open(artifact: ArtifactReference, signal): Promise<FileTree> {
      const { digest } = artifact;
      const cached = trees.get(digest);
      if (cached !== undefined) return cached;
      const archive = await read(artifact, signal);
      const tree = await unpackArchive(archive, unpackLimits);
      trees.set(digest, tree);
      return tree;
    },
  };
}

function overrideHost(url: string, host: string | undefined): string {
  if (host === undefined) return url;
  const parsed = new URL(url);
  parsed.host = host;
  return parsed.href;
}

async function download(url: string, options: HttpArtifactOpenerOptions, signal: AbortSignal): Promise<Uint8Array> {
  const { retries = 9, retryDelayMs = 5000, maxDownloadBytes = 1024 * 1024 * 1024 } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await tryDownload(url, maxDownloadBytes, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof TemporaryFailure)) throw error;
      if (attempt === retries) throw downloadError(`failed to download archive: ${error.message}`, error);
    }
    await pause(Math.min(retryDelayMs * 2 ** attempt, MAX_RETRY_DELAY_MS), signal);
  }
}

/** Worth another try. */
class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure';
}

async function tryDownload(url: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw new TemporaryFailure(`GET ${url} giving up: ${causeOf(cause)}`, { cause });
  });
  if (response.status === 200) return readBody(response, maxBytes);
  await response.body?.cancel();
  const status = `${response.status} ${response.statusText}`;
  if (response.status === 404) throw artifactNotFound();
  if (response.status >= 500) throw new TemporaryFailure(`GET ${url} giving up after status ${status}`);
  throw downloadError(`failed to download archive from ${url} (status: ${status})`);
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new TemporaryFailure('unexpected EOF', { cause });
  }
  if (size <= maxBytes) return Buffer.concat(chunks);
  throw new LocatedError({
    code: 'artifact-too-large',
    message: `artifact is greater than the max download size of ${maxBytes} bytes`,
  });
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function downloadError(message: string, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'artifact-download', message, cause });
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}
