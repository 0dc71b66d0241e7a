import { httpGet, loadIndex, resolveReference } from '@gotk/helm-repository';
import { createDispatcherPool, createHttpSend, type DispatcherPool, type HttpSend, readBody } from '@gotk/http';
import type { GetterPlugins } from '../plugins/getter-plugins.js';
import type { ServerAccess } from './chart-access.js';
import { type ReadTlsOptions, readTls } from './read-tls.js';
import type { RepositoryEntry } from './repositories-file.js';
import { isHttp, schemeOf } from './url-scheme.js';

const MAX_CHART_BYTES = 128 * 1024 * 1024;
const MAX_INDEX_BYTES = 256 * 1024 * 1024;
/** How Helm begins to tell that it can read no repository at a URL. */
export const UNKNOWN_PROTOCOL = 'could not find protocol handler for: ';
const CHART_TYPES = 'application/gzip,application/octet-stream';

/** A file to get, and whose credentials it takes. */
export interface DownloadOptions {
  readonly url: string;
  readonly access: ServerAccess;
  /** The repository whose credentials these are; they go to other hosts only with `passCredentials`. */
  readonly ownerUrl: string;
  readonly passCredentials: boolean;
}

/** Connections to the servers that charts come from. */
export class ChartNetwork {
  readonly #pool: DispatcherPool = createDispatcherPool();
  readonly #signal: AbortSignal;
  readonly #tls: ReadTlsOptions;

  readonly #plugins: GetterPlugins;

  constructor(signal: AbortSignal, tls: ReadTlsOptions, plugins: GetterPlugins) {
    this.#signal = signal;
    this.#tls = tls;
    this.#plugins = plugins;
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Sends requests with the trust that the access says. @throws Error in Helm's words for unreadable files */
  senderFor(access: ServerAccess): HttpSend {
    const tls = readTls(access, this.#tls);
    return createHttpSend(this.#pool, tls === undefined ? {} : { tls });
  }

  /** The content at a URL. @throws Error in Helm's words */
  async download({ url, access, ownerUrl, passCredentials }: DownloadOptions): Promise<Uint8Array> {
    this.requireScheme(url);
    const isOwn = passCredentials || isSameHost(ownerUrl, url);
    if (!isHttp(url))
      return this.#plugins.download(url, { ...(isOwn ? access : withoutUser(access)), passCredentials });
    const authorization = isOwn ? basicAuthorization(access) : undefined;
    const request = { url, authorization, accept: CHART_TYPES };
    const response = await httpGet(this.senderFor(access), request, this.#signal);
    return readBody(response, { limitBytes: MAX_CHART_BYTES, what: 'chart' });
  }

  /** The index of a repository, as it is. @throws Error in Helm's words */
  async downloadIndex(repository: RepositoryEntry): Promise<Buffer> {
    this.requireScheme(repository.url, UNKNOWN_PROTOCOL);
    const url = resolveReference(repository.url, 'index.yaml');
    const content = isHttp(url)
      ? await this.#downloadWebIndex(repository, url)
      : await this.#plugins.download(url, repository);
    loadIndex(content);
    return content;
  }

  async #downloadWebIndex(repository: RepositoryEntry, url: string): Promise<Buffer> {
    const isOwn = repository.passCredentials || isSameHost(repository.url, url);
    const authorization = isOwn ? basicAuthorization(repository) : undefined;
    const response = await httpGet(this.senderFor(repository), { url, authorization }, this.#signal);
    return Buffer.from(await readBody(response, { limitBytes: MAX_INDEX_BYTES, what: 'index' }));
  }

  /** @throws Error in Helm's words for URLs that neither the web nor a plugin has, beginning with `unknown` if given */
  requireScheme(url: string, unknown?: string): void {
    if (isHttp(url) || this.#plugins.provides(url)) return;
    const scheme = schemeOf(url);
    throw new Error(unknown === undefined ? `scheme ${JSON.stringify(scheme)} not supported` : `${unknown}${scheme}`);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function withoutUser(access: ServerAccess): ServerAccess {
  return { ...access, username: '', password: '' };
}

function isSameHost(a: string, b: string): boolean {
  if (!URL.canParse(a) || !URL.canParse(b)) return false;
  const [left, right] = [new URL(a), new URL(b)];
  return left.protocol === right.protocol && left.host === right.host;
}

function basicAuthorization({ username, password }: ServerAccess): string | undefined {
  if (username === '' || password === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
