import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy for tests that speaks SOCKS5 and CONNECT, and knows one user. */
export interface SocketProxy {
  readonly port: number;
  /** `host:port` of every connection it was asked for and made. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/** Credentials that {@link startSocketProxy} wants to see. */
export const PROXY_USER = { username: 'proxy-user', password: 'p@ss:word' } as const;

/** Starts a proxy on loopback that connects to anything. */
export async function startSocketProxy(): Promise<SocketProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket, targets).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(socket: Socket, targets: string[]): Promise<void> {
  const first = await nextChunk(socket);
  if (first[0] === 5) await serveSocks(socket, first, targets);
  else await serveConnect(socket, first.toString('latin1'), targets);
}

async function serveSocks(socket: Socket, greeting: Buffer, targets: string[]): Promise<void> {
  if (greeting[2] !== 2) {
    socket.end(Buffer.from([5, 0xff]));
    return;
  }
  socket.write(Buffer.from([5, 2]));
  const login = await nextChunk(socket);
  const nameEnd = 2 + (login[1] ?? 0);
  const username = login.subarray(2, nameEnd).toString();
  const password = login.subarray(nameEnd + 1).toString();
  if (username !== PROXY_USER.username || password !== PROXY_USER.password) {
    socket.end(Buffer.from([1, 1]));
    return;
  }
  socket.write(Buffer.from([1, 0]));
  const request = await nextChunk(socket);
  const host = request.subarray(5, 5 + (request[4] ?? 0)).toString();
  const upstream = await open(host, request.readUInt16BE(request.length - 2), targets);
  socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
  upstream.pipe(socket).pipe(upstream);
}

async function serveConnect(socket: Socket, head: string, targets: string[]): Promise<void> {
  const expected = Buffer.from(`${PROXY_USER.username}:${PROXY_USER.password}`).toString('base64');
  if (!head.includes(`Proxy-Authorization: Basic ${expected}\r\n`)) {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    return;
  }
  const [, host = '', port = ''] = /^CONNECT ([^ ]+):(\d+) HTTP\/1\.1\r\n/.exec(head) ?? [];
  const upstream = await open(host, Number(port), targets);
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  upstream.pipe(socket).pipe(upstream);
}

function nextChunk(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(chunk);
    });
    socket.once('close', () => reject(new Error('closed')));
    socket.resume();
  });
}

function open(host: string, port: number, targets: string[]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      targets.push(`${host}:${port}`);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
