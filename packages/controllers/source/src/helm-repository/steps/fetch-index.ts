import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { httpGet } from '@gotk/helm-repository';
import type { HttpResponse } from '@gotk/http';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { HelmConnection } from './connect-repository.js';

export interface FetchIndexOptions {
  readonly connection: HelmConnection;
  /** `--helm-index-max-size` */
  readonly limitBytes: number;
  /** File that gets the index. */
  readonly path: string;
}

/** An index as it was served. */
export interface FetchedIndex {
  readonly path: string;
  /** `sha256:…` of what was served. */
  readonly revision: string;
}

/** Downloads the index of a repository to a file, as it is: it may be large. */
export async function fetchIndex(
  { decoded: { url } }: { readonly decoded: { readonly url: string } },
  { connection, limitBytes, path }: FetchIndexOptions,
  signal: AbortSignal,
): Promise<FetchedIndex> {
  const indexUrl = requireIndexUrl(url);
  const message = 'failed to fetch Helm repository index: failed to cache index to temporary file';
  return tellingFailures({ condition: 'FetchFailed', reason: 'Failed', message }, async () => {
    const response = await httpGet(connection.send, { url: indexUrl, authorization: connection.authorization }, signal);
    return writeBody(response, { limitBytes, path });
  });
}

async function writeBody(
  response: HttpResponse,
  { limitBytes, path }: Pick<FetchIndexOptions, 'limitBytes' | 'path'>,
): Promise<FetchedIndex> {
  const hash = createHash('sha256');
  const file = await open(path, 'w', 0o600);
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) throw new Error(`index exceeds the maximum index file size of ${limitBytes} bytes`);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { path, revision: `sha256:${hash.digest('hex')}` };
}

/** `index.yaml` beside what the URL names; its query stays. */
function requireIndexUrl(url: string): string {
  if (url.startsWith('oci://')) throw invalidUrl("'oci' URL scheme cannot be used with 'default' HelmRepository type");
  if (!URL.canParse(url)) throw invalidUrl(`parse ${JSON.stringify(url)}: invalid URL`);
  const parsed = new URL(url);
  parsed.pathname = `${parsed.pathname.replace(/\/+$/, '')}/index.yaml`;
  return parsed.href;
}

function invalidUrl(reason: string): SourceFailure {
  const message = `invalid Helm repository URL: ${reason}`;
  return new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'URLInvalid', message });
}
