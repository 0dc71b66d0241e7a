import { LocatedError } from '@gotk/located-error';
import type { HttpResponse } from './http-client.js';

/**
 * Reads a whole body.
 *
 * @throws LocatedError `http-too-large` beyond the limit, `http-network` (`unexpected EOF`) when it ends too soon.
 */
export async function readBody(
  response: Pick<HttpResponse, 'body'>,
  { limitBytes, what }: { readonly limitBytes: number; readonly what: string },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes)
        throw new LocatedError({ code: 'http-too-large', message: `${what} is larger than ${limitBytes} bytes` });
      chunks.push(chunk);
    }
  } catch (error) {
    throw isCutOff(error) ? new LocatedError({ code: 'http-network', message: 'unexpected EOF', cause: error }) : error;
  }
  return Buffer.concat(chunks);
}

/** Whether the server went away in the middle. */
function isCutOff(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
}
