import { type Duplex, duplexPair } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { ScratchServer } from './scratch-server.js';

/** A request; what it sends is JSON unless told otherwise. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: object;
}

const HEAD_END = '\r\n\r\n';

/** A TLS connection to a server within the process: there is no port that somebody else could use. */
export class PairedConnection {
  readonly #socket: TLSSocket;
  readonly #far: Duplex;
  readonly #token: string;
  #received = '';
  #answered: ((status: number) => void) | undefined;

  constructor({ listener, ca, token }: ScratchServer) {
    const [near, far] = duplexPair();
    listener.accept(far);
    this.#far = far;
    this.#token = token;
    this.#socket = connect({ socket: near, ca, servername: 'localhost' });
    this.#socket.setEncoding('latin1').on('data', (text: string) => this.#receive(text));
    for (const event of ['error', 'close']) this.#socket.on(event, () => this.#answer(0));
  }

  /** The status of the answer, when that has begun, and is whole if it has a length; 0 when the connection breaks. */
  send({ method, path, contentType = 'application/json', body }: PlainRequest): Promise<number> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const head = [
      `${method} ${path} HTTP/1.1`,
      'host: localhost',
      `authorization: Bearer ${this.#token}`,
      'accept: application/json',
      ...(body === undefined ? [] : [`content-type: ${contentType}`]),
      `content-length: ${Buffer.byteLength(text)}`,
    ];
    if (this.#socket.destroyed) return Promise.resolve(0);
    this.#received = '';
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(`${head.join('\r\n')}${HEAD_END}${text}`);
    });
  }

  close(): void {
    this.#socket.destroy();
    // The end of one side is not that of the other.
    this.#far.destroy();
  }

  #receive(text: string): void {
    if (this.#answered === undefined) return;
    this.#received += text;
    const end = this.#received.indexOf(HEAD_END);
    if (end === -1) return;
    const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < end + HEAD_END.length + length) return;
    this.#answer(Number(/^HTTP\/1\.1 (\d+)/.exec(this.#received)?.[1] ?? 0));
  }

  #answer(status: number): void {
    this.#received = '';
    this.#answered?.(status);
    this.#answered = undefined;
  }
}
