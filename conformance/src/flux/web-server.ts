import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@gotk/json';

const AUTHORIZATION = `Basic ${Buffer.from('user:pass').toString('base64')}`;

/** Serves the files that recorded scenarios put on the web; those below `/private/` to user / pass alone. */
export class WebServer {
  readonly #files = new Map<string, Buffer>();
  #server: Server | undefined;

  /** `host:port`. */
  get address(): string {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    return `127.0.0.1:${address?.port ?? 0}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Does a `serve` action. */
  serve({ url, base64, text }: JsonObject): void {
    const content = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.from(String(text ?? ''));
    this.#files.set(new URL(String(url)).pathname, content);
  }

  #answer({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(url, 'http://localhost');
    const content = this.#files.get(pathname);
    if (pathname.includes('/private/') && headers.authorization !== AUTHORIZATION) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end('unauthorized\n');
    } else if (content === undefined) response.writeHead(404).end('404 page not found\n');
    else response.writeHead(200).end(content);
  }
}
