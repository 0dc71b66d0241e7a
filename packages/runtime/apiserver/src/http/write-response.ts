import type { ServerResponse } from 'node:http';
import type { JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import { ListBody } from '../representation/list-body.js';
import type { PlainResponse, StreamResponse } from '../request/api-response.js';
import type { Answer } from '../server/api-handler.js';
import { boundedWarnings } from './bounded-warnings.js';
import { inPieces } from './in-pieces.js';
import type { ObjectTexts } from './object-texts.js';
import type { Traffic } from './traffic.js';

/** Answers that are smaller do not count among those that wait for their readers. */
const LARGE_BYTES = 1024 * 1024;

/** What comes at once in a stream is sent in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;

/** Answers up to this size do not wait for their readers, but for those before them. */
const SHORT_BYTES = 16 * 1024;

/** How answers are written. */
export interface WritingStyle {
  /** Whether JSON is indented. */
  readonly pretty: boolean;
  readonly texts: ObjectTexts;
  readonly traffic: Traffic;
  /** A client that takes longer than this to read what is waiting for it is cut off. */
  readonly drainTimeoutMs: number;
}

/** Writes an answer to the wire. @throws ApiError when there is no room for it; nothing is written then. */
export async function writeResponse(
  out: ServerResponse,
  { response, warnings }: Answer,
  style: WritingStyle,
): Promise<void> {
  const headers: Headers = { 'cache-control': 'no-cache, private', ...response.headers };
  if (warnings.length > 0) headers['warning'] = boundedWarnings(warnings).map((text) => `299 - ${quote(text)}`);
  if (response.kind === 'stream') await writeStream(out, headers, { response, ...style });
  else if (isLongList(response, style)) await writeList(out, headers, { response, ...style });
  else writePlain(out, headers, { response, ...style });
}

type Headers = Record<string, string | string[]>;

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, ' ')}"`;
}

interface PlainWriting extends WritingStyle {
  readonly response: PlainResponse;
}

function writePlain(out: ServerResponse, headers: Headers, { response, ...style }: PlainWriting): void {
  const encoded = encodeBody(response, style);
  const size = typeof encoded === 'string' ? Buffer.byteLength(encoded) : encoded.length;
  if (size > LARGE_BYTES) out.once('close', style.traffic.holdAnswer(size));
  if (mayWait(out, size)) out.setTimeout(style.drainTimeoutMs, () => out.destroy());
  headers['content-length'] = String(size);
  out.writeHead(response.status, headers);
  // A short text goes into one write with its headers.
  out.end(size > SHORT_BYTES && typeof encoded === 'string' ? Buffer.from(encoded) : encoded);
}

/** What the system takes over at once when nothing waits before it. */
function mayWait({ socket }: ServerResponse, size: number): boolean {
  return size > SHORT_BYTES || (socket?.writableLength ?? 0) > 0;
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

/** Lists of more objects than this are written in pieces, so that their text is not all in memory for who reads slowly. */
const LONG_LIST = 500;

function isLongList({ body, headers }: PlainResponse, { pretty }: WritingStyle): boolean {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return body instanceof ListBody && body.items.length > LONG_LIST && isJson && !pretty;
}

async function writeList(out: ServerResponse, headers: Headers, { response, ...style }: PlainWriting): Promise<void> {
  out.writeHead(response.status, headers);
  const list = response.body as ListBody; // It is a long one.
  for (const piece of inPieces(style.texts.listTexts(list))) {
    if (out.destroyed) return;
    if (!out.write(piece)) await drained(out, style);
  }
  out.end('\n');
}

async function writeStream(
  out: ServerResponse,
  headers: Headers,
  { response: { status, events }, ...style }: WritingStyle & { readonly response: StreamResponse },
): Promise<void> {
  out.writeHead(status, headers);
  out.flushHeaders();
  const pieces = new StreamPieces(out, style);
  for await (const event of events) {
    if (out.destroyed) break;
    const ready = pieces.add(typeof event === 'string' ? Buffer.from(event) : style.texts.event(event));
    if (ready !== undefined) await ready;
  }
  pieces.flush();
  out.end();
}

/** Sends what comes in one turn of the event loop as one piece. */
class StreamPieces {
  readonly #out: ServerResponse;
  readonly #style: WritingStyle;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  /** Until the client has read what was sent. */
  #drained: Promise<void> | undefined;

  constructor(out: ServerResponse, style: WritingStyle) {
    this.#out = out;
    this.#style = style;
  }

  /** @returns when more can be taken; `undefined`: at once. */
  add(bytes: Uint8Array): Promise<void> | undefined {
    // Behind the answers to who made the events: there may be very many watches.
    if (this.#waiting.length === 0) setImmediate(() => this.flush());
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes > PIECE_BYTES) this.flush();
    return this.#drained;
  }

  flush(): void {
    const [first, ...others] = this.#waiting;
    if (first === undefined || this.#out.destroyed) return;
    const piece = others.length === 0 ? first : Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    if (!this.#out.write(piece))
      this.#drained ??= drained(this.#out, this.#style).then(() => {
        this.#drained = undefined;
      });
  }
}

/** Waits until the client has read what was written, is cut off or gone. */
function drained(out: ServerResponse, { drainTimeoutMs }: WritingStyle): Promise<void> {
  if (out.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => out.destroy(), drainTimeoutMs);
    const done = (): void => {
      clearTimeout(late);
      out.off('drain', done).off('close', done);
      resolve();
    };
    out.on('drain', done).on('close', done);
  });
}
