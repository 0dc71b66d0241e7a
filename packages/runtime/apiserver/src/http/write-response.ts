import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import { ListBody } from '../representation/list-body.js';
import type { PlainResponse, StreamResponse } from '../request/api-response.js';
import type { Answer } from '../server/api-handler.js';
import type { ObjectTexts } from './object-texts.js';

/** A client that takes longer than this to read what is waiting for it is cut off. */
const DRAIN_TIMEOUT_MS = 30_000;

/** How answers are written. */
export interface WritingStyle {
  /** Whether JSON is indented. */
  readonly pretty: boolean;
  readonly texts: ObjectTexts;
}

/** Writes an answer to the wire. */
export async function writeResponse(
  out: ServerResponse,
  { response, warnings }: Answer,
  style: WritingStyle,
): Promise<void> {
  const headers: Record<string, string | string[]> = { 'cache-control': 'no-cache, private', ...response.headers };
  if (warnings.length > 0) headers['warning'] = [...new Set(warnings)].map((text) => `299 - ${quote(text)}`);
  if (response.kind === 'plain') writePlain(out, headers, { response, ...style });
  else await writeStream(out, headers, { response, ...style });
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, ' ')}"`;
}

interface PlainWriting extends WritingStyle {
  readonly response: PlainResponse;
}

function writePlain(
  out: ServerResponse,
  headers: Record<string, string | string[]>,
  { response, ...style }: PlainWriting,
): void {
  const encoded = encodeBody(response, style);
  const bytes = typeof encoded === 'string' ? Buffer.from(encoded) : encoded;
  out.writeHead(response.status, { ...headers, 'content-length': String(bytes.length) });
  out.end(bytes);
}

function encodeBody({ headers, body }: PlainResponse, { pretty, texts }: WritingStyle): string | Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (body === undefined) return '';
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/yaml')) return renderYaml(plain(body)); // Bodies are JSON values.
  if (typeof body === 'string' && !type.startsWith('application/json')) return body;
  return pretty ? JSON.stringify(body, undefined, 2) : `${texts.text(body)}\n`;
}

function plain(body: unknown): JsonValue {
  return (body instanceof ListBody ? body.toJSON() : body) as JsonValue;
}

async function writeStream(
  out: ServerResponse,
  headers: Record<string, string | string[]>,
  { response: { status, events }, texts }: WritingStyle & { readonly response: StreamResponse },
): Promise<void> {
  out.writeHead(status, headers);
  out.flushHeaders();
  for await (const event of events) {
    if (out.destroyed) break;
    const text = typeof event === 'string' ? event : texts.event(event);
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
