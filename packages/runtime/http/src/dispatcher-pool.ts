import { createHash } from 'node:crypto';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { proxyEnvironment } from './proxy-environment.js';
import { systemCertificates } from './system-certificates.js';

const MAX_DISPATCHERS = 64;

/** TLS trust beyond the system's, in PEM. */
export interface TlsOptions {
  /** Trusted in addition to the system's certificate authorities. */
  readonly certificateAuthorities?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** Do not verify the server's certificate. Default false. */
  readonly skipVerify?: boolean;
}

/** How connections are made. */
export interface ConnectionOptions {
  readonly tls?: TlsOptions;
  /** `http://`, `https://` or `socks5://`; beats `HTTP_PROXY` and `HTTPS_PROXY`. */
  readonly proxyUrl?: string;
}

/** The address that stands in for a URL. */
export type RewriteUrl = (url: string) => string;

/** Connections to servers, kept alive and shared between requests with the same TLS and proxy settings. */
export interface DispatcherPool {
  /** Where a request for a URL is sent: the URL itself, unless it has a mirror. */
  readonly rewrite: RewriteUrl;
  dispatcherFor(connection: ConnectionOptions, scheme: 'http:' | 'https:'): Dispatcher;
  close(): Promise<void>;
}

export interface DispatcherPoolOptions {
  /** Default: every URL is its own address. */
  readonly rewrite?: RewriteUrl;
}

/** An empty pool; the least recently used connections are closed beyond 64 kinds of settings. */
export function createDispatcherPool({ rewrite = (url) => url }: DispatcherPoolOptions = {}): DispatcherPool {
  const dispatchers = new Map<string, Dispatcher>();
  return {
    rewrite,
    dispatcherFor(connection, scheme): Dispatcher {
      const key = keyFor(connection, scheme);
      const dispatcher = dispatchers.get(key) ?? createDispatcher(connection, scheme);
      // Re-inserted, so that the least recently used one is first.
      dispatchers.delete(key);
      dispatchers.set(key, dispatcher);
      if (dispatchers.size > MAX_DISPATCHERS) closeOldest(dispatchers);
      return dispatcher;
    },
    async close(): Promise<void> {
      const all = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** A digest, so that keys and passwords are not held twice. */
function keyFor({ tls, proxyUrl }: ConnectionOptions, scheme: string): string {
  return createHash('sha256')
    .update(JSON.stringify([scheme, tls, proxyUrl]))
    .digest('hex');
}

function createDispatcher({ tls, proxyUrl }: ConnectionOptions, scheme: 'http:' | 'https:'): Dispatcher {
  const connect = tlsOptions(tls);
  if (proxyUrl?.startsWith('socks5:')) return new Socks5ProxyAgent(proxyUrl, socksOptions(connect));
  if (proxyUrl !== undefined) return new ProxyAgent({ uri: proxyUrl, requestTls: connect, proxyTunnel: false });
  const environment = proxyEnvironment(scheme);
  if (environment.proxyUrl === undefined) return new Agent({ connect });
  const { noProxy } = environment;
  const proxies = { httpProxy: environment.proxyUrl, httpsProxy: environment.proxyUrl, noProxy };
  return new EnvHttpProxyAgent({ ...proxies, connect, requestTls: connect, proxyTunnel: false });
}

/** The option is documented and works, and is missing from the types of this version. */
function socksOptions(requestTls: ReturnType<typeof tlsOptions>): Socks5ProxyAgent.Options {
  return { requestTls } as Socks5ProxyAgent.Options;
}

function tlsOptions(tls: ConnectionOptions['tls']): {
  ca: string;
  cert?: string;
  key?: string;
  rejectUnauthorized?: false;
} {
  return {
    ca: `${systemCertificates()}\n${tls?.certificateAuthorities ?? ''}`,
    ...(tls?.clientCertificate !== undefined && { cert: tls.clientCertificate }),
    ...(tls?.clientKey !== undefined && { key: tls.clientKey }),
    ...(tls?.skipVerify === true && { rejectUnauthorized: false as const }),
  };
}

function closeOldest(dispatchers: Map<string, Dispatcher>): void {
  const oldest = dispatchers.entries().next().value;
  if (oldest === undefined) return;
  dispatchers.delete(oldest[0]);
  // Requests under way end first; nobody waits for it.
  oldest[1].close().catch(() => undefined);
}
