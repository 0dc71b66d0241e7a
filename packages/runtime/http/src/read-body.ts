import { LocatedError } from '@gotk/located-error';
import type { HttpResponse } from './http-client.js';

/**
 * Reads a whole body.
 *
 * @throws LocatedError `http-too-large` beyond the limit.
 */
export async function readBody(
  response: Pick<HttpResponse, 'body'>,
  { limitBytes, what }: { readonly limitBytes: number; readonly what: string },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes)
      throw new LocatedError({ code: 'http-too-large', message: `${what} is larger than ${limitBytes} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
