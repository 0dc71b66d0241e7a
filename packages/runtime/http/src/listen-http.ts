import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListenHttpOptions {
  /** Default: loopback alone. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** How long requests may go on after {@link HttpListener.close}, in milliseconds. Default 0. */
  readonly graceMs?: number | undefined;
}

/** A running HTTP server. */
export interface HttpListener {
  readonly port: number;
  /** `host:port`; hosts of IPv6 in brackets. */
  readonly address: string;
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  /** Takes no further requests; resolves when the last one has ended or been cut off. */
  close(): Promise<void>;
}

/** Starts an HTTP server. @throws Error when the address is taken or not of this machine. */
export async function listenHttp(
  answer: RequestListener,
  { host = '127.0.0.1', port = 0, graceMs = 0 }: ListenHttpOptions = {},
): Promise<HttpListener> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // A server on a port has such an address.
  const bound = server.address() as AddressInfo;
  const address = `${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
  return { port: bound.port, address, url: `http://${address}`, close: () => closeServer(server, graceMs) };
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
