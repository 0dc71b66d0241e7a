import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proxyEnvironment, systemCertificates } from '@gotk/http';
import { authorizationHeader, type HttpEndpoint } from '../http/http-remote.js';
import type { GitSetting } from '../process/git-environment.js';
import { openProxyRelay } from '../ssh/proxy-relay.js';
import { type SshAlgorithms, type SshRelay, sshVariables, type WriteSecret } from '../ssh/ssh-variables.js';
import type { GitRemote } from './git-remote.js';
import { makeTemporaryFolder } from './temporary-folders.js';

const SSH_PORT = 22;

/** Everything a `git` process needs to reach a remote, with no secret outside its environment and files of mode 0600. */
export interface RemoteAccess {
  /** Without credentials. */
  readonly url: string;
  readonly settings: readonly GitSetting[];
  readonly variables: Readonly<Record<string, string>>;
}

export interface RemoteAccessOptions {
  /** Where the private folder for keys is made. */
  readonly temporaryFolder: string;
  readonly sshAlgorithms?: SshAlgorithms;
  /** Where discovery has found an HTTP remote to be. */
  readonly endpoint?: HttpEndpoint | undefined;
}

/** Calls `use` with the access to `remote`; the files that hold keys exist only until it has ended. */
export async function withRemoteAccess<T>(
  remote: GitRemote,
  options: RemoteAccessOptions,
  use: (access: RemoteAccess) => Promise<T>,
): Promise<T> {
  const folder = await makeTemporaryFolder(options.temporaryFolder);
  try {
    const write: WriteSecret = async (name, content, mode = 0o600) => {
      const file = join(folder, name);
      await writeFile(file, content, { mode });
      return file;
    };
    const { endpoint, sshAlgorithms = {} } = options;
    if (endpoint !== undefined) return await use(await httpAccess(remote, endpoint, write));
    return await withSshRelay(remote, async (relay) =>
      use({
        url: sshUrl(remote),
        settings: [],
        variables: await sshVariables(remote.auth, { write, sshAlgorithms, relay }),
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `ssh` knows of no proxies: a remote behind one is reached through a door of ours. */
async function withSshRelay<T>(
  { url, proxyUrl }: GitRemote,
  use: (relay: SshRelay | undefined) => Promise<T>,
): Promise<T> {
  if (proxyUrl === undefined) return await use(undefined);
  const { hostname, port: given } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = given === '' ? SSH_PORT : Number(given);
  const relay = await openProxyRelay({ proxyUrl, host, port });
  try {
    return await use({ port: relay.port, hostKeyAlias: port === SSH_PORT ? host : `[${host}]:${port}` });
  } catch (error) {
    throw relay.failure() ?? error;
  } finally {
    await relay.close();
  }
}

async function httpAccess(remote: GitRemote, endpoint: HttpEndpoint, write: WriteSecret): Promise<RemoteAccess> {
  const settings: GitSetting[] = [['http.followRedirects', 'false']];
  const authorization = authorizationHeader(endpoint.auth);
  if (authorization !== undefined) settings.push(['http.extraHeader', `Authorization: ${authorization}`]);
  const { certificateAuthorities, clientCertificate, clientKey } = remote.tls ?? {};
  if (certificateAuthorities !== undefined) {
    const bundle = `${systemCertificates()}\n${certificateAuthorities}\n`;
    settings.push(['http.sslCAInfo', await write('ca.crt', bundle)]);
  }
  if (clientCertificate !== undefined) settings.push(['http.sslCert', await write('tls.crt', clientCertificate)]);
  if (clientKey !== undefined) settings.push(['http.sslKey', await write('tls.key', clientKey)]);
  return { url: endpoint.baseUrl, settings, variables: proxyVariables(remote, endpoint) };
}

/** As variables rather than `http.proxy`: curl reads them all the same, with `NO_PROXY` beside them. */
function proxyVariables({ proxyUrl }: GitRemote, { baseUrl }: HttpEndpoint): Record<string, string> {
  if (proxyUrl !== undefined) return { http_proxy: proxyUrl, https_proxy: proxyUrl, no_proxy: '' };
  const environment = proxyEnvironment(baseUrl.startsWith('https:') ? 'https:' : 'http:');
  if (environment.proxyUrl === undefined) return {};
  return {
    http_proxy: environment.proxyUrl,
    https_proxy: environment.proxyUrl,
    no_proxy: environment.noProxy,
  };
}

/** The user that the credentials name, and no password. */
function sshUrl({ url, auth }: GitRemote): string {
  const parsed = new URL(url);
  parsed.password = '';
  if (auth?.kind === 'ssh' && auth.username !== '') parsed.username = auth.username;
  return parsed.href;
}
