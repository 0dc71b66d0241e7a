/** Hosts that are never asked for through a proxy named in the environment, besides those in `NO_PROXY`. */
const NEVER = ['localhost', '127.0.0.1', '::1'];

/** Proxy settings of the environment, as they hold for one URL scheme. */
export interface ProxyEnvironment {
  readonly proxyUrl: string | undefined;
  /** In the form of `NO_PROXY`; loopback is always in it. */
  readonly noProxy: string;
}

/** What `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (in either case) say for `http:` or `https:` URLs. */
export function proxyEnvironment(scheme: 'http:' | 'https:', env: NodeJS.ProcessEnv = process.env): ProxyEnvironment {
  const name = scheme === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxyUrl = env[name] ?? env[name.toLowerCase()];
  const noProxy = [env['NO_PROXY'] ?? env['no_proxy'] ?? '', ...NEVER].filter((host) => host !== '').join(',');
  return { proxyUrl: proxyUrl === '' ? undefined : proxyUrl, noProxy };
}
