import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LocatedError } from '@gotk/located-error';
import { proxyHandshake } from './proxy-handshake.js';
import { socketReader } from './socket-reader.js';

/** A door on loopback that leads through a proxy to one host. */
export interface ProxyRelay {
  readonly port: number;
  /** Why the proxy has let nobody through, when it has not. */
  failure(): LocatedError | undefined;
  close(): Promise<void>;
}

export interface ProxyRelayOptions {
  /** `http://`, `https://` or `socks5://`, with credentials where the proxy asks for some. */
  readonly proxyUrl: string;
  readonly host: string;
  readonly port: number;
}

const HANDSHAKE_MS = 30_000;

/** Opens a relay for programs that know of no proxies, such as `ssh`. */
export async function openProxyRelay(options: ProxyRelayOptions): Promise<ProxyRelay> {
  const sockets = new Set<Socket>();
  let failure: LocatedError | undefined;
  const track: Track = (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    track(client);
    connectThroughProxy(options, track).then(
      (upstream) => join(client, upstream),
      (error: unknown) => {
        failure = asFailure(error);
        client.destroy();
      },
    );
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return { port, failure: () => failure, close: () => close(server, sockets) };
}

type Track = (socket: Socket) => void;

async function connectThroughProxy(options: ProxyRelayOptions, track: Track): Promise<Socket> {
  const proxy = new URL(options.proxyUrl);
  const socket = await openSocket(proxy, track);
  const reader = socketReader(socket);
  await proxyHandshake({ socket, reader, proxy, target: options });
  socket.setTimeout(0);
  reader.release();
  return socket;
}

function openSocket(proxy: URL, track: Track): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const defaultPort = { 'http:': 80, 'https:': 443 }[proxy.protocol] ?? 1080;
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const port = proxy.port === '' ? defaultPort : Number(proxy.port);
  return new Promise((resolve, reject) => {
    const socket = secure ? connectTls({ host, port, servername: host }) : connect({ host, port });
    track(socket);
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('connection closed')));
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve(socket));
  });
}

function join(client: Socket, upstream: Socket): void {
  if (client.destroyed) {
    upstream.destroy();
    return;
  }
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
  client.pipe(upstream).pipe(client);
}

function asFailure(error: unknown): LocatedError {
  if (error instanceof LocatedError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new LocatedError({ code: 'git-proxy', message: `failed to connect to the proxy: ${reason}` });
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
