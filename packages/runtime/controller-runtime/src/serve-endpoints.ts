import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PromMetrics } from './prom-metrics.js';

/** A listening HTTP server. */
export interface Endpoint {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz` (the process lives) and `/readyz` (the controllers work), as `--health-addr` does. */
export function serveHealth(address: string, isReady: () => boolean): Promise<Endpoint> {
  return listen(address, (path, response) => {
    if (path === '/healthz' || path === '/healthz/ping') answer(response, 200, 'ok');
    else if (path !== '/readyz' && path !== '/readyz/ping') answer(response, 404, '404 page not found\n');
    else if (isReady()) answer(response, 200, 'ok');
    else answer(response, 500, '[-]ping failed: reason withheld\nreadyz check failed\n');
  });
}

/** Serves `/metrics`, as `--metrics-addr` does. */
export function serveMetrics(address: string, metrics: Pick<PromMetrics, 'render' | 'contentType'>): Promise<Endpoint> {
  return listen(address, async (path, response) => {
    if (path !== '/metrics') answer(response, 404, '404 page not found\n');
    else answer(response, 200, await metrics.render(), metrics.contentType);
  });
}

type Handler = (path: string, response: ServerResponse) => void | Promise<void>;

async function listen(address: string, handle: Handler): Promise<Endpoint> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    void Promise.resolve(handle(path, response)).catch(() => answer(response, 500, 'internal error\n'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parseAddress(address), resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

/** `:8080`, `host:8080` or `[::1]:8080`. */
function parseAddress(address: string): { readonly host?: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  if (colon === -1 || !Number.isInteger(port)) throw new Error(`invalid listen address ${JSON.stringify(address)}`);
  return host === '' ? { port } : { host, port };
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': contentType, 'x-content-type-options': 'nosniff' }).end(body);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
