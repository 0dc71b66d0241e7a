import { createHash } from 'node:crypto';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { GitRemote } from '../client/git-remote.js';
import { proxyEnvironment } from './proxy-environment.js';
import { systemCertificates } from './system-certificates.js';

const MAX_DISPATCHERS = 64;

/** Connections to Git servers, kept alive and shared between remotes with the same TLS and proxy settings. */
export interface DispatcherPool {
  dispatcherFor(remote: GitRemote, scheme: 'http:' | 'https:'): Dispatcher;
  close(): Promise<void>;
}

export function createDispatcherPool(): DispatcherPool {
  const dispatchers = new Map<string, Dispatcher>();
  return {
    dispatcherFor(remote, scheme): Dispatcher {
      const key = keyFor(remote, scheme);
      const dispatcher = dispatchers.get(key) ?? createDispatcher(remote, scheme);
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
function keyFor({ tls, proxyUrl }: GitRemote, scheme: string): string {
  return createHash('sha256')
    .update(JSON.stringify([scheme, tls, proxyUrl]))
    .digest('hex');
}

function createDispatcher({ tls, proxyUrl }: GitRemote, scheme: 'http:' | 'https:'): Dispatcher {
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

function tlsOptions(tls: GitRemote['tls']): { ca: string; cert?: string; key?: string } {
  return {
    ca: `${systemCertificates()}\n${tls?.certificateAuthorities ?? ''}`,
    ...(tls?.clientCertificate !== undefined && { cert: tls.clientCertificate }),
    ...(tls?.clientKey !== undefined && { key: tls.clientKey }),
  };
}

function closeOldest(dispatchers: Map<string, Dispatcher>): void {
  const oldest = dispatchers.entries().next().value;
  if (oldest === undefined) return;
  dispatchers.delete(oldest[0]);
  // Requests under way end first; nobody waits for it.
  oldest[1].close().catch(() => undefined);
}
