import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApiError, type Identity } from '@gotk/kube-client';
import { AuditTrail } from '../audit/audit-trail.js';
import { ANONYMOUS, API_AUDIENCE } from '../auth/authentication.js';
import type { ApiCore } from '../core/api-core.js';
import { unauthorized } from '../errors/api-errors.js';
import type { ApiRequest } from '../request/api-request.js';
import { failureResponse, handleRequest } from '../server/api-handler.js';
import type { ServerCertificate } from './certificates.js';
import type { ListenLimits } from './listen-limits.js';
import { ObjectTexts } from './object-texts.js';
import { readRequest, requestHead } from './read-request.js';
import { refuseMessage } from './refuse-message.js';
import { Traffic } from './traffic.js';
import { type WritingStyle, writeResponse } from './write-response.js';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const TIMEOUT_CHECK_MS = 1000;
/** The rest of a message that was refused is read for this long, so that its sender sees the answer. */
const LINGER_MS = 1000;

export interface HttpsListenerOptions {
  readonly core: ApiCore;
  readonly certificate: ServerCertificate;
  readonly limits: ListenLimits;
}

/** Serves the API over HTTPS until it is closed. */
export class HttpsListener {
  readonly #options: HttpsListenerOptions;
  readonly #server: Server;
  readonly #texts = new ObjectTexts();
  readonly #traffic: Traffic;

  constructor(options: HttpsListenerOptions) {
    this.#options = options;
    const { certificate, limits } = options;
    this.#traffic = new Traffic(limits);
    this.#server = createServer(
      {
        key: certificate.key,
        cert: certificate.cert,
        maxHeaderSize: limits.maxHeaderBytes,
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      },
      (message, out) => void this.#serve(message, out),
    );
    this.#server.maxConnections = limits.maxConnections;
    // Broken handshakes of strangers are theirs to deal with.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('clientError', refuseMessage);
  }

  /** @returns the port. @throws when the address cannot be listened on. */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port; // A TCP server has one.
  }

  /** Serves a connection that came by another way. */
  accept(connection: Duplex): void {
    this.#server.emit('connection', connection);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, out: ServerResponse): Promise<void> {
    const gone = new AbortController();
    // Nobody waits for the end of what was answered whole; an abort costs more than it looks.
    out.once('close', () => {
      if (!out.writableFinished) gone.abort();
    });
    const { drainTimeoutMs } = this.#options.limits;
    const style = { pretty: isPretty(message), texts: this.#texts, traffic: this.#traffic, drainTimeoutMs };
    try {
      await this.#answer(message, { out, style }, gone.signal);
    } catch (error) {
      await this.#fail(message, { out, style }, error);
    }
  }

  async #answer(message: IncomingMessage, { out, style }: Writing, signal: AbortSignal): Promise<void> {
    const request = await this.#read(message, signal);
    const leave = this.#traffic.enter();
    try {
      const answer = await handleRequest(this.#options.core, request);
      if (answer.response.kind === 'stream') leave();
      await writeResponse(out, answer, style);
    } finally {
      leave();
    }
  }

  /** @throws ApiError when it is nobody's or too large, which the audit log is told. */
  async #read(message: IncomingMessage, signal: AbortSignal): Promise<ApiRequest> {
    const { core, limits } = this.#options;
    let user: Identity | undefined;
    try {
      user = await this.#authenticate(message);
      return await readRequest(message, { user, maxBodyBytes: limits.maxBodyBytes, traffic: this.#traffic }, signal);
    } catch (error) {
      if (core.audit !== undefined && error instanceof ApiError) {
        const head = requestHead(message, user ?? ANONYMOUS, signal);
        const unknown = { ...head, origin: { ...head.origin, refused: user === undefined } };
        new AuditTrail(core, unknown).answered(failureResponse(error));
      }
      throw error;
    }
  }

  async #authenticate({ headers }: IncomingMessage): Promise<Identity> {
    const token = bearerToken(headers.authorization ?? '');
    if (token === '') return ANONYMOUS;
    const { authentication } = this.#options.core;
    const result = await authentication.authenticate(token, [API_AUDIENCE]);
    if (result.kind === 'refused') throw unauthorized();
    return result.identity;
  }

  async #fail(message: IncomingMessage, { out, style }: Writing, error: unknown): Promise<void> {
    if (out.headersSent || out.destroyed || !(error instanceof ApiError)) {
      out.destroy();
      return;
    }
    if (!message.complete) hangUpAfter(message, out);
    await writeResponse(out, { response: failureResponse(error), warnings: [] }, style);
  }
}

/** The token of an `Authorization` header: the first word after `Bearer` and one space; empty when there is none. */
function bearerToken(header: string): string {
  const [scheme = '', token = ''] = header.trim().split(' ');
  return scheme.toLowerCase() === 'bearer' ? token : '';
}

interface Writing {
  readonly out: ServerResponse;
  readonly style: WritingStyle;
}

/** Throws away what still comes of a message, for a moment. */
function hangUpAfter(message: IncomingMessage, out: ServerResponse): void {
  out.setHeader('connection', 'close');
  message.on('error', () => undefined).resume();
  out.once('finish', () => {
    const late = setTimeout(() => message.destroy(), LINGER_MS);
    message.once('close', () => clearTimeout(late));
  });
}

/** People with curl or a browser get indented JSON. */
function isPretty({ url = '', headers }: IncomingMessage): boolean {
  const asked = /[?&]pretty=([^&]*)/.exec(url)?.[1];
  if (asked !== undefined) return asked !== 'false' && asked !== '0';
  return /^(?:curl|Wget|Mozilla)/.test(headers['user-agent'] ?? '');
}
