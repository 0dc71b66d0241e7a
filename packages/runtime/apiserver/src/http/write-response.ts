import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import type { PlainResponse, StreamResponse } from '../request/api-response.js';
import type { Answer } from '../server/api-handler.js';

/** A client that takes longer than this to read what is waiting for it is cut off. */
const DRAIN_TIMEOUT_MS = 30_000;

/** Writes an answer to the wire. */
export async function writeResponse(
  out: ServerResponse,
  { response, warnings }: Answer,
  pretty: boolean,
): Promise<void> {
  const headers: Record<string, string | string[]> = { 'cache-control': 'no-cache, private', ...response.headers };
  if (warnings.length > 0) headers['warning'] = [...new Set(warnings)].map((text) => `299 - ${quote(text)}`);
  if (response.kind === 'plain') writePlain(out, headers, { response, pretty });
  else await writeStream(out, headers, response);
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, ' ')}"`;
}

interface PlainWriting {
  readonly response: PlainResponse;
  readonly pretty: boolean;
}

function writePlain(
  out: ServerResponse,
  headers: Record<string, string | string[]>,
  { response, pretty }: PlainWriting,
): void {
  const encoded = encodeBody(response, pretty);
  const bytes = typeof encoded === 'string' ? Buffer.from(encoded) : encoded;
  out.writeHead(response.status, { ...headers, 'content-length': String(bytes.length) });
  out.end(bytes);
}

function encodeBody({ headers, body }: PlainResponse, pretty: boolean): string | Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (body === undefined) return '';
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/yaml')) return renderYaml(body as JsonValue); // Bodies are JSON values.
  if (typeof body === 'string' && !type.startsWith('application/json')) return body;
  return pretty ? JSON.stringify(body, undefined, 2) : `${JSON.stringify(body)}\n`;
}

async function writeStream(
  out: ServerResponse,
  headers: Record<string, string | string[]>,
  { status, events }: StreamResponse,
): Promise<void> {
  out.writeHead(status, headers);
  out.flushHeaders();
  for await (const event of events) {
    if (out.destroyed) break;
    const text = typeof event === 'string' ? event : `${JSON.stringify(event)}\n`;
    if (!out.write(text)) await drained(out);
  }
  out.end();
}

async function drained(out: ServerResponse): Promise<void> {
  try {
    await once(out, 'drain', { signal: AbortSignal.timeout(DRAIN_TIMEOUT_MS) });
  } catch {
    out.destroy();
  }
}
