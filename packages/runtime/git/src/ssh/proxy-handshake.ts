import type { Socket } from 'node:net';
import { LocatedError } from '@gotk/located-error';
import type { SocketReader } from './socket-reader.js';

/** A connection to a proxy that is to become one to `target`. */
export interface Handshake {
  readonly socket: Socket;
  readonly reader: SocketReader;
  readonly proxy: URL;
  readonly target: { readonly host: string; readonly port: number };
}

/** Asks the proxy for a connection to the target, in the language of its URL's scheme. */
export async function proxyHandshake(handshake: Handshake): Promise<void> {
  await (handshake.proxy.protocol === 'socks5:' ? socksHandshake(handshake) : connectHandshake(handshake));
}

/** SOCKS version 5, with a user name and password where the URL has them; the proxy resolves the name. */
async function socksHandshake({ socket, reader, proxy, target }: Handshake): Promise<void> {
  const method = proxy.username === '' ? 0 : 2;
  socket.write(Buffer.from([5, 1, method]));
  const chosen = await reader.take(2);
  if (chosen[0] !== 5 || chosen[1] !== method) throw refused('no acceptable authentication method');
  if (method === 2) {
    const part = (text: string): Buffer => lengthPrefixed(decodeURIComponent(text));
    socket.write(Buffer.concat([Buffer.from([1]), part(proxy.username), part(proxy.password)]));
    if ((await reader.take(2))[1] !== 0) throw refused('username/password authentication failed');
  }
  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3]), lengthPrefixed(target.host), port]));
  const [, reply = 1, , addressType] = await reader.take(4);
  if (reply !== 0) throw refused(`reply ${reply}`);
  const addressBytes = addressType === 3 ? ((await reader.take(1))[0] ?? 0) : addressType === 4 ? 16 : 4;
  await reader.take(addressBytes + 2);
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

async function connectHandshake({ socket, reader, proxy, target }: Handshake): Promise<void> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization =
    proxy.username === '' ? '' : `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
  const head = await reader.takeUntil('\r\n\r\n');
  if (!/^HTTP\/1\.\d 2\d\d /.test(head)) throw refused((head.split('\r\n')[0] ?? '').slice(0, 200));
}

function refused(reason: string): LocatedError {
  return new LocatedError({ code: 'git-proxy', message: `the proxy refused the connection: ${reason}` });
}
