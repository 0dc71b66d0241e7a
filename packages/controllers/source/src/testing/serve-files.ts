import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server whose files tests put there. */
export interface FileServer {
  readonly url: string;
  /** Path → content. What begins with `/private/` is for user / pass alone. */
  readonly files: Map<string, string | Uint8Array>;
  close(): Promise<void>;
}

const AUTHORIZATION = `Basic ${Buffer.from('user:pass').toString('base64')}`;

/** Starts a web server on loopback. */
export async function serveFiles(): Promise<FileServer> {
  const files = new Map<string, string | Uint8Array>();
  const server = createServer(({ url = '/', headers }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const content = files.get(pathname);
    if (pathname.startsWith('/private/') && headers.authorization !== AUTHORIZATION) response.writeHead(401).end();
    else if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
