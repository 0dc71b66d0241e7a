import { listenHttp } from '@gotk/http';

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
  const server = await listenHttp(({ url = '/', headers }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const content = files.get(pathname);
    if (pathname.startsWith('/private/') && headers.authorization !== AUTHORIZATION) response.writeHead(401).end();
    else if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(content);
  });
  return { url: server.url, files, close: server.close };
}
