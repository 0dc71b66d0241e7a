import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

const CONNECTIONS = 16;
/** What both servers know the benchmark by. */
export const TOKEN = 'benchmark-token';

/** Where a server is asked. */
export interface WireAddress {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** The name that its certificate is for. */
  readonly servername: string;
}

/** A request of the benchmark. */
export interface BenchRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** Requests over kept connections. */
export class Wire {
  readonly #url: URL;
  readonly #servername: string;
  readonly #agent: Agent;
  /** Watches have connections of their own. */
  readonly #watches: Agent;

  constructor({ url, ca, servername }: WireAddress) {
    this.#url = new URL(url);
    this.#servername = servername;
    this.#agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca });
    this.#watches = new Agent({ ca });
  }

  /** @returns the milliseconds that it took. @throws when it does not succeed. */
  async send(asked: BenchRequest): Promise<number> {
    const startedMs = performance.now();
    const message = await this.#open(asked, this.#agent);
    let text = '';
    for await (const chunk of message) if ((message.statusCode ?? 500) >= 400) text += String(chunk);
    if ((message.statusCode ?? 500) >= 400)
      throw new Error(`${asked.method} ${asked.path}: ${message.statusCode} ${text}`);
    return performance.now() - startedMs;
  }

  /** The answer's text, and the milliseconds that it took. @throws when the request does not succeed. */
  async fetch(asked: BenchRequest): Promise<{ readonly ms: number; readonly body: string }> {
    const startedMs = performance.now();
    const message = await this.#open(asked, this.#agent);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (message.statusCode !== 200) throw new Error(`${asked.method} ${asked.path}: ${message.statusCode} ${body}`);
    return { ms: performance.now() - startedMs, body };
  }

  /** Sends all, a connection's worth at a time. @returns the milliseconds of each. */
  async sendAll(requests: readonly BenchRequest[]): Promise<readonly number[]> {
    const times: number[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let asked = requests[next++]; asked !== undefined; asked = requests[next++])
        times.push(await this.send(asked));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    return times;
  }

  /** Follows a watch. @returns how to end it. */
  async watch(path: string, onEvents: (count: number) => void): Promise<() => void> {
    const message = await this.#open({ method: 'GET', path }, this.#watches);
    message.on('data', (chunk: Buffer) => {
      let count = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++;
      onEvents(count);
    });
    message.on('error', () => undefined);
    return () => message.destroy();
  }

  close(): void {
    this.#agent.destroy();
    this.#watches.destroy();
  }

  #open(
    { method, path, body, contentType = 'application/json' }: BenchRequest,
    agent: Agent,
  ): Promise<IncomingMessage> {
    const { hostname, port } = this.#url;
    const length = body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const headers = { authorization: `Bearer ${TOKEN}`, accept: 'application/json', ...length };
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, headers, agent, servername: this.#servername }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
