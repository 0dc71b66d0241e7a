import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to the bytes that come back from the server. */
export type Fault =
  | { readonly kind: 'none' }
  /** Connections are refused as soon as they are made. */
  | { readonly kind: 'refuse' }
  /** The connection is reset after so many bytes of all answers on it. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The connection is closed cleanly after so many bytes. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Nothing comes back after so many bytes. */
  | { readonly kind: 'hang'; readonly afterBytes: number }
  /** Chunks arrive late, and in pieces. */
  | { readonly kind: 'trickle'; readonly delayMs: number }
  /** One byte is another. */
  | { readonly kind: 'corrupt'; readonly atByte: number };

/** Stands between a client and a server, and does them harm. */
export interface FaultProxy {
  readonly url: string;
  fault: Fault;
  /** Connections so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Passes connections on to a server on loopback. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  const proxy = { url: '', fault: { kind: 'none' } as Fault, connections: 0 };
  const server = createServer((client) => {
    proxy.connections++;
    const upstream = connect(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    if (proxy.fault.kind === 'refuse') return void client.resetAndDestroy();
    client.pipe(upstream);
    passOn(upstream, client, proxy.fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(proxy, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

function passOn(from: Socket, to: Socket, fault: Fault): void {
  let passed = 0;
  let queue = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const start = passed;
    passed += chunk.length;
    if (fault.kind === 'trickle') {
      queue = queue.then(() => trickle(chunk, to, fault.delayMs));
      return;
    }
    if (fault.kind === 'corrupt' && fault.atByte >= start && fault.atByte < passed) {
      chunk[fault.atByte - start] = (chunk[fault.atByte - start] ?? 0) ^ 0x55;
    }
    const cut = 'afterBytes' in fault ? fault.afterBytes : Number.POSITIVE_INFINITY;
    to.write(chunk.subarray(0, Math.max(0, cut - start)));
    if (passed >= cut && fault.kind === 'reset') to.resetAndDestroy();
    if (passed >= cut && fault.kind === 'truncate') to.end();
  });
  from.on('end', () => queue.then(() => to.end()));
}

async function trickle(chunk: Buffer, to: Socket, delayMs: number): Promise<void> {
  const size = Math.max(1, Math.ceil(chunk.length / 4));
  for (let offset = 0; offset < chunk.length; offset += size) {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    to.write(chunk.subarray(offset, offset + size));
  }
}
