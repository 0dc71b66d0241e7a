import { STATUS_CODES } from 'node:http';
import type { HttpResponse, HttpSend } from '@gotk/http';

export interface HttpGetOptions {
  readonly url: string;
  readonly authorization: string | undefined;
  /** Media types, as a header has them. */
  readonly accept?: string | undefined;
}

/** Gets what is at a URL. @throws Error in Helm's words for any answer but `200 OK`. */
export async function httpGet(
  send: HttpSend,
  { url, authorization, accept }: HttpGetOptions,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const headers = {
    'user-agent': 'Helm/4.2.1',
    ...(accept !== undefined && { accept }),
    ...(authorization !== undefined && { authorization }),
  };
  const response = await send({ method: 'GET', url, headers }, signal);
  if (response.status === 200) return response;
  await response.dump();
  throw new Error(`failed to fetch ${url} : ${response.status} ${STATUS_CODES[response.status] ?? ''}`.trimEnd());
}
