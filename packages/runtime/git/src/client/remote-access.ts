import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proxyEnvironment, systemCertificates } from '@gotk/http';
import { authorizationHeader, type HttpEndpoint } from '../http/http-remote.js';
import type { GitSetting } from '../process/git-environment.js';
import { type SshAlgorithms, sshVariables, type WriteSecret } from '../ssh/ssh-variables.js';
import type { GitRemote } from './git-remote.js';
import { makeTemporaryFolder } from './temporary-folders.js';

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
    return await use(
      endpoint === undefined
        ? { url: sshUrl(remote), settings: [], variables: await sshVariables(remote.auth, { write, sshAlgorithms }) }
        : await httpAccess(remote, endpoint, write),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
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
