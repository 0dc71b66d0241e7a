import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type GoUrl, parseGoUrl } from '@gotk/go-url';
import type { HelmLog } from '@gotk/helm';
import { chooseVersion, indexedVersions, resolveReference } from '@gotk/helm-repository';
import { goFileError } from '../../../output/go-file-error.js';
import type { HelmSettings } from '../helm-settings.js';
import type { Verification } from '../provenance/verify-chart.js';
import { readCachedIndex } from './cached-index.js';
import type { NamedFile, ServerAccess } from './chart-access.js';
import { type ChartNetwork, UNKNOWN_PROTOCOL } from './chart-network.js';
import type { ChartRegistry } from './chart-registry.js';
import { findCached, putCached, sha256OfBytes } from './content-cache.js';
import { warnOfClosest } from './find-in-repository.js';
import { isOciUrl, type ResolvedReference } from './oci-chart-reference.js';
import { type RepositoryEntry, readRepositories } from './repositories-file.js';
import { isSameUrl } from './same-url.js';
import { isHttp } from './url-scheme.js';

/** What becomes of the signature of a chart. */
export type VerificationStrategy = 'never' | 'if-possible' | 'always' | 'later';

export interface ChartDownloaderOptions {
  readonly settings: HelmSettings;
  readonly network: ChartNetwork;
  readonly registry: ChartRegistry;
  readonly access: ServerAccess & { readonly passCredentials: boolean };
  readonly strategy: VerificationStrategy;
  readonly keyring: NamedFile;
  /** Whose credentials `access` has, where that is another server than the chart's. */
  readonly ownerUrl?: string | undefined;
  readonly log: HelmLog;
  /** Takes warnings for people. */
  readonly write: (text: string) => void;
}

/** A chart to download. */
export interface ChartRequest {
  /** A URL, or `repository/chart`. */
  readonly reference: string;
  /** Version or range; empty for the latest. */
  readonly version: string;
}

/** A downloaded chart. */
export interface DownloadedChart {
  readonly file: string;
  readonly verification?: Verification | undefined;
}

/** Where a chart is to be had. */
interface Source {
  /** As the index has it; empty when unknown. */
  readonly digest: string;
  readonly fileName: string;
  /** As messages name it. */
  readonly shownUrl: string;
  readonly fetch: () => Promise<Uint8Array>;
  readonly fetchProvenance: () => Promise<Uint8Array>;
}

/** Downloads charts by URL, from registries, and from the repositories that the user has named. */
export class ChartDownloader {
  readonly #options: ChartDownloaderOptions;

  constructor(options: ChartDownloaderOptions) {
    this.#options = options;
  }

  /**
   * Downloads into a folder.
   * @param folder relative to `cwd`.
   * @throws Error in Helm's words
   */
  async downloadTo(request: ChartRequest, folder: string, cwd: string): Promise<DownloadedChart> {
    const source = await this.#resolve(request);
    const digest = source.digest;
    const cached = digest === '' ? undefined : findCached(this.#options.settings.contentCache, digest, 'chart');
    const content = cached === undefined ? await source.fetch() : readFileSync(cached);
    const file = resolve(cwd, folder, source.fileName);
    writeNew(file, content, join(folder, source.fileName));
    return { file, verification: await this.#provenance(request, source, file) };
  }

  /** Downloads into the cache. @throws Error in Helm's words */
  async downloadToCache(request: ChartRequest): Promise<DownloadedChart> {
    const { settings, strategy } = this.#options;
    const source = await this.#resolve(request);
    const known = source.digest === '' ? undefined : findCached(settings.contentCache, source.digest, 'chart');
    const file = known ?? (await this.#fetchToCache(source));
    if (strategy === 'never') return { file };
    return { file, verification: await this.#verifyCopy(request, source, file) };
  }

  /** What is not what the index said stands under its own digest. */
  async #fetchToCache(source: Source): Promise<string> {
    const content = await source.fetch();
    return putCached(this.#options.settings.contentCache, { digest: sha256OfBytes(content), part: 'chart' }, content);
  }

  /** A provenance file speaks of a file name, which the cache does not have. */
  async #verifyCopy(request: ChartRequest, source: Source, file: string): Promise<Verification | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'helm-verify-'));
    try {
      const copy = join(folder, source.fileName);
      copyFileSync(file, copy);
      return await this.#provenance(request, source, copy);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #provenance({ reference }: ChartRequest, source: Source, file: string): Promise<Verification | undefined> {
    const { strategy, keyring, write } = this.#options;
    if (strategy === 'never') return undefined;
    let content: Uint8Array;
    try {
      content = await source.fetchProvenance();
    } catch (cause) {
      const url = `${source.shownUrl}.prov`;
      if (strategy === 'always') throw new Error(`failed to fetch provenance ${JSON.stringify(url)}`, { cause });
      write(`WARNING: Verification not found for ${reference}: ${cause instanceof Error ? cause.message : cause}\n`);
      return undefined;
    }
    writeFileSync(`${file}.prov`, content);
    if (strategy === 'later') return undefined;
    const { verifyChart } = await import('../provenance/verify-chart.js');
    return verifyChart(file, { provenanceFile: `${file}.prov`, keyring });
  }

  async #resolve({ reference, version }: ChartRequest): Promise<Source> {
    if (isOciUrl(reference))
      return this.#registrySource(reference, await this.#options.registry.resolve(reference, version));
    const url = parseReference(reference);
    const repositories = readRepositories(this.#options.settings.repositoryConfig) ?? [];
    if (url.scheme !== '' && url.host !== '' && url.path !== '') return this.#urlSource(reference, url, repositories);
    return this.#namedSource({ reference, version }, url, repositories);
  }

  #registrySource(reference: string, resolved: ResolvedReference): Source {
    const { registry } = this.#options;
    const { name, shown } = resolved;
    const base = name.repository.slice(name.repository.lastIndexOf('/') + 1);
    const whole = `${base}${shown.includes(':') ? '@' : ':'}${shown}`;
    const colon = whole.lastIndexOf(':');
    return {
      digest: hexOf(resolved.digest),
      fileName: `${whole.slice(0, colon)}-${whole.slice(colon + 1)}.tgz`,
      shownUrl: `${reference.replace(/^(oci:\/\/[^/]+)\/.*$/, '$1')}/${name.repository}:${shown}`,
      fetch: () => registry.pull(resolved),
      fetchProvenance: () => registry.pullProvenance(resolved),
    };
  }

  /** A URL may be one of a repository, whose certificates and credentials it then takes. */
  #urlSource(reference: string, url: GoUrl, repositories: readonly RepositoryEntry[]): Source {
    const owner = repositories.find((repository) => this.#offers(repository, reference));
    return this.#webSource({ digest: '', url: reference, path: url.path, owner });
  }

  #offers({ name }: RepositoryEntry, url: string): boolean {
    const index = this.#cachedIndex(name);
    const { entries } = JSON.parse(index.toString('utf8')) as { readonly entries?: Readonly<Record<string, unknown>> };
    return Object.keys(entries ?? {}).some((chart) =>
      (indexedVersions(index, chart) ?? []).some(({ urls }) => urls.some((each) => isSameUrl(url, each))),
    );
  }

  #namedSource({ reference, version }: ChartRequest, url: GoUrl, repositories: readonly RepositoryEntry[]): Source {
    const slash = url.path.indexOf('/');
    if (slash === -1) {
      throw new Error(`non-absolute URLs should be in form of repo_name/path_to_chart, got: ${reference}`);
    }
    const [repositoryName, chart] = [url.path.slice(0, slash), url.path.slice(slash + 1)];
    const owner = repositories.find(({ name }) => name === repositoryName);
    if (owner === undefined) throw new Error(`repo ${repositoryName} not found`);
    if (owner.url === '') throw new Error(`no URL found for repository ${repositoryName}`);
    this.#options.network.requireScheme(owner.url, UNKNOWN_PROTOCOL);
    const chosen = this.#choose(owner, chart, version);
    warnOfClosest(chosen, version, this.#options.log);
    const [first] = chosen.chart.urls;
    if (first === undefined) throw new Error(`chart ${JSON.stringify(reference)} has no downloadable URLs`);
    const resolved = resolveReference(owner.url, first);
    return this.#webSource({
      digest: hexOf(chosen.chart.digest),
      url: resolved,
      path: parseGoUrl(resolved).path,
      owner,
    });
  }

  #choose(owner: RepositoryEntry, chart: string, version: string): ReturnType<typeof chooseVersion> {
    const index = this.#cachedIndex(owner.name);
    try {
      return chooseVersion(index, chart, version);
    } catch (cause) {
      const what = `chart ${JSON.stringify(chart)} matching ${version} not found in ${owner.name} index`;
      const reason = cause instanceof Error ? cause.message : cause;
      throw new Error(`${what}. (try 'helm repo update'): ${reason}`, { cause });
    }
  }

  #cachedIndex(name: string): Buffer {
    try {
      return readCachedIndex(this.#options.settings.repositoryCache, name);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : cause;
      throw new Error(`no cached repo found. (try 'helm repo update'): ${reason}`, { cause });
    }
  }

  #webSource(web: {
    readonly digest: string;
    readonly url: string;
    readonly path: string;
    readonly owner: RepositoryEntry | undefined;
  }): Source {
    const { digest, path, owner } = web;
    const url = web.url.replace(/^[^:]+/, (scheme) => scheme.toLowerCase());
    this.#options.network.requireScheme(url);
    const access = accessOf(this.#options.access, owner);
    const { passCredentials } = access;
    // A plugin gets what its repository has, wherever the chart is.
    const named = owner === undefined || isHttp(url) ? owner?.url : url;
    const ownerUrl = named ?? this.#options.ownerUrl ?? url;
    const get = (each: string): Promise<Uint8Array> =>
      this.#options.network.download({ url: each, access, ownerUrl, passCredentials });
    return {
      digest,
      fileName: path.slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1),
      shownUrl: url,
      fetch: () => get(url),
      fetchProvenance: () => get(`${url}.prov`),
    };
  }
}

/** What a repository has of its own wins over the flags. */
function accessOf(
  flags: ServerAccess & { readonly passCredentials: boolean },
  owner: RepositoryEntry | undefined,
): ServerAccess & { readonly passCredentials: boolean } {
  if (owner === undefined) return flags;
  const { certFile, keyFile, caFile, username, password, passCredentials } = owner;
  const hasFiles = certFile !== '' || keyFile !== '' || caFile !== '';
  const hasUser = username !== '' && password !== '';
  return {
    ...flags,
    ...(hasFiles && { certFile, keyFile, caFile }),
    ...(hasUser && { username, password, passCredentials }),
  };
}

function parseReference(reference: string): GoUrl {
  try {
    return parseGoUrl(reference);
  } catch (cause) {
    throw new Error(`invalid chart URL format: ${reference}`, { cause });
  }
}

function hexOf(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  if (hex === '') return '';
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex))
    throw new Error(`encoding/hex: invalid byte in digest ${JSON.stringify(digest)}`);
  if (hex.length !== 64) throw new Error(`invalid digest length: ${hex.length / 2}`);
  return hex.toLowerCase();
}

function writeNew(file: string, content: Uint8Array, shown: string): void {
  try {
    writeFileSync(file, content, { mode: 0o644 });
  } catch (cause) {
    throw goFileError('open', shown, cause);
  }
}
