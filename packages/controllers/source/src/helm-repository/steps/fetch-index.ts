import { httpGet } from '@gotk/helm-repository';
import { readBody } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import type { HelmConnection } from './connect-repository.js';

export interface FetchIndexOptions {
  readonly connection: HelmConnection;
  /** `--helm-index-max-size` */
  readonly limitBytes: number;
}

/** Downloads the index of a repository, as it is. */
export async function fetchIndex(
  { decoded: { url } }: { readonly decoded: { readonly url: string } },
  { connection, limitBytes }: FetchIndexOptions,
  signal: AbortSignal,
): Promise<Buffer> {
  const indexUrl = requireIndexUrl(url);
  const message = 'failed to fetch Helm repository index: failed to cache index to temporary file';
  return tellingFailures({ condition: 'FetchFailed', reason: 'Failed', message }, async () => {
    const response = await httpGet(connection.send, { url: indexUrl, authorization: connection.authorization }, signal);
    try {
      return Buffer.from(await readBody(response, { limitBytes, what: 'index' }));
    } catch (error) {
      if (!(error instanceof LocatedError) || error.code !== 'http-too-large') throw error;
      throw new Error(`index exceeds the maximum index file size of ${limitBytes} bytes`, { cause: error });
    }
  });
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
