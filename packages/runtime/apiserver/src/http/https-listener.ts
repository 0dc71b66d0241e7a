import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiError, type Identity } from '@gotk/kube-client';
import { ANONYMOUS, API_AUDIENCE } from '../auth/authentication.js';
import type { ApiCore } from '../core/api-core.js';
import { unauthorized } from '../errors/api-errors.js';
import { jsonResponse } from '../request/api-response.js';
import { handleRequest } from '../server/api-handler.js';
import type { ServerCertificate } from './certificates.js';
import { ObjectTexts } from './object-texts.js';
import { readRequest } from './read-request.js';
import { type WritingStyle, writeResponse } from './write-response.js';

const MAX_HEADER_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_CONNECTIONS = 4096;

export interface HttpsListenerOptions {
  readonly core: ApiCore;
  readonly certificate: ServerCertificate;
  readonly host: string;
  readonly port: number;
}

/** Serves the API over HTTPS until it is closed. */
export class HttpsListener {
  readonly #options: HttpsListenerOptions;
  readonly #server: Server;
  readonly #texts = new ObjectTexts();

  constructor(options: HttpsListenerOptions) {
    this.#options = options;
    const { key, cert } = options.certificate;
    this.#server = createServer(
      {
        key,
        cert,
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
      },
      (message, out) => void this.#serve(message, out),
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    // Broken handshakes and requests of strangers are theirs to deal with.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** @returns the port. @throws when the address cannot be listened on. */
  async listen(): Promise<number> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port; // A TCP server has one.
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, out: ServerResponse): Promise<void> {
    const gone = new AbortController();
    out.once('close', () => gone.abort());
    const style = { pretty: isPretty(message), texts: this.#texts };
    try {
      const user = await this.#authenticate(message);
      const request = await readRequest(message, user, gone.signal);
      await writeResponse(out, await handleRequest(this.#options.core, request), style);
    } catch (error) {
      await this.#fail(out, error, style);
    }
  }

  async #authenticate({ headers }: IncomingMessage): Promise<Identity> {
    const match = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '');
    if (match === null) return ANONYMOUS;
    const { authentication } = this.#options.core;
    const result = await authentication.authenticate((match[1] ?? '').trim(), [API_AUDIENCE]);
    if (result.kind === 'refused') throw unauthorized();
    return result.identity;
  }

  async #fail(out: ServerResponse, error: unknown, style: WritingStyle): Promise<void> {
    if (out.headersSent || !(error instanceof ApiError)) {
      out.destroy();
      return;
    }
    await writeResponse(out, { response: jsonResponse(error.code, error.status), warnings: [] }, style);
  }
}

/** People with curl or a browser get indented JSON. */
function isPretty({ url = '', headers }: IncomingMessage): boolean {
  const asked = /[?&]pretty=([^&]*)/.exec(url)?.[1];
  if (asked !== undefined) return asked !== 'false' && asked !== '0';
  return /^(?:curl|Wget|Mozilla)/.test(headers['user-agent'] ?? '');
}
