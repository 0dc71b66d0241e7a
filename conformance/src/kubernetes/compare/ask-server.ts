import { request } from 'node:https';
import type { JsonValue } from '@gotk/json';

/** An answer that takes longer is none: status 0. */
const TIMEOUT_MS = 20_000;

/** Where a server answers. */
export interface Target {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** The name that its certificate is for. */
  readonly servername: string;
}

/** A request as both servers get it. */
export interface Question {
  readonly method: string;
  readonly path: string;
  /** Absent: as nobody. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What is compared of an answer. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly warnings: readonly string[];
  /** JSON; for a stream the list of its events; else the text. */
  readonly body: JsonValue;
}

/** Asks and reads the answer to its end; a watch ends by its `timeoutSeconds`. */
export function askServer({ url, ca, servername }: Target, question: Question): Promise<Answer> {
  const { method, path, token, body } = question;
  const headers = {
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...question.headers,
  };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ hostname, port, path, method, headers, ca, servername }, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () =>
        resolve({
          status: message.statusCode ?? 0,
          type: message.headers['content-type'] ?? '',
          warnings: message.headersDistinct['warning'] ?? [],
          body: parseBody(Buffer.concat(chunks).toString()),
        }),
      );
    });
    const late = setTimeout(() => {
      resolve({ status: 0, type: '', warnings: [], body: 'no answer' });
      outgoing.destroy();
    }, TIMEOUT_MS);
    outgoing.on('close', () => clearTimeout(late));
    outgoing.on('error', () => {
      // A connection that was idle too long had been closed when it was used again: nothing was asked yet.
      if (outgoing.reusedSocket) askServer({ url, ca, servername }, question).then(resolve, reject);
      else resolve({ status: 0, type: '', warnings: [], body: 'hung up' });
    });
    outgoing.end(body);
  });
}

function parseBody(text: string): JsonValue {
  if (!text.startsWith('{')) return text;
  const whole = tryParse(text);
  if (whole !== undefined) return whole;
  const events = text
    .trim()
    .split('\n')
    .map((line) => tryParse(line));
  return events.includes(undefined) ? text : (events as readonly JsonValue[]);
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
