import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitFiles, type FileChange, initBareRepository, serveGit } from '@gotk/git';
import { type HttpListener, listenHttp } from '@gotk/http';
import { type OciRegistryServer, serveOciRegistry } from '@gotk/oci';
import { addressPath } from './address-path.js';
import { folderChanges } from './folder-changes.js';
import { type ListedChart, type ListedSource, type ListedTag, parseSourceList } from './parse-source-list.js';
import { renderChartIndex } from './render-chart-index.js';

export interface ServeSourcesOptions {
  /** Holds `sources.json` and what it names. */
  readonly folder: string;
  /** Which contents of Git repositories, where the list has several. Default: the first. */
  readonly variant?: string;
  /** Which versions of charts and tags there are at the start. Default: all. */
  readonly offers?: Offer;
}

/** Whether something is offered. @param version of a chart, or a tag. */
export type Offer = (url: string, version: string) => boolean;

/** Sources on this machine that stand in for public addresses. */
export interface ServedSources {
  /** Rules for {@link sourceMirrors}. */
  readonly mirrors: readonly string[];
  /** Offers all that these take, beside what was offered before. */
  publish(offers: Offer): Promise<void>;
  /** Commits to a branch of a Git repository. @returns the hash */
  commit(url: string, change: SourceCommit): Promise<string>;
  close(): Promise<void>;
}

/** A commit to one of the repositories. */
export interface SourceCommit {
  readonly branch: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

/** As in the repositories that upstream has: fixed, so that equal folders give equal commits. */
const FIRST_COMMIT_SECONDS = 1_700_000_000;
const AUTHOR = { name: 'Source Mirror', email: 'mirror@example.com' };

/** Serves every source of a folder on loopback: Git by smart HTTP, Helm repositories, an OCI registry. */
export async function serveSources({
  folder,
  variant,
  offers = () => true,
}: ServeSourcesOptions): Promise<ServedSources> {
  const sources = parseSourceList(await readFile(join(folder, 'sources.json'), 'utf8'));
  const gitRoot = await mkdtemp(join(tmpdir(), 'flux-sources-'));
  const offered = new Set<string>();
  const git = await serveGit({ find: (path) => findRepository(gitRoot, sources, path) });
  const registry = await serveOciRegistry();
  const helm = await serveCharts(folder, sources, (url, version) => offered.has(`${url} ${version}`));
  const publish: ServedSources['publish'] = (takes) => offerAll({ folder, sources, registry, offered }, takes);
  await Promise.all(gitSources(sources).map((source) => makeRepository({ folder, gitRoot, source, variant })));
  await publish(offers);
  let commits = 0;
  return {
    mirrors: sources.map((source) => mirrorRule(source, { git: git.url, helm: helm.url, registry: registry.address })),
    publish,
    commit: (url, { branch, message, changes }) => {
      const whenSeconds = FIRST_COMMIT_SECONDS + ++commits;
      const ref = `refs/heads/${branch}`;
      const gitDir = gitDirOf(gitRoot, url);
      return commitFiles({ gitDir, ref, author: AUTHOR, whenSeconds, message, changes }, NEVER);
    },
    async close(): Promise<void> {
      await Promise.all([git.close(), registry.close(), helm.close()]);
      await rm(gitRoot, { recursive: true, force: true });
    },
  };
}

/** Commits are short, and nobody waits for them longer. */
const NEVER = new AbortController().signal;

type GitSource = Extract<ListedSource, { readonly kind: 'git' }>;

function gitSources(sources: readonly ListedSource[]): readonly GitSource[] {
  return sources.filter((source) => source.kind === 'git');
}

function findRepository(
  gitRoot: string,
  sources: readonly ListedSource[],
  path: string,
): { readonly gitDir: string } | undefined {
  const name = path.replace(/\.git$/, '');
  const source = gitSources(sources).find(({ url }) => addressPath(url) === name);
  return source === undefined ? undefined : { gitDir: gitDirOf(gitRoot, source.url) };
}

function gitDirOf(gitRoot: string, url: string): string {
  return join(gitRoot, `${addressPath(url).replaceAll('/', '_')}.git`);
}

interface RepositoryOptions {
  readonly folder: string;
  readonly gitRoot: string;
  readonly source: GitSource;
  readonly variant: string | undefined;
}

async function makeRepository({ folder, gitRoot, source, variant }: RepositoryOptions): Promise<void> {
  const branches = (variant === undefined ? undefined : source.variants[variant]) ?? source.branches;
  const gitDir = gitDirOf(gitRoot, source.url);
  await initBareRepository(gitDir, Object.keys(branches)[0]);
  for (const [branch, content] of Object.entries(branches)) {
    const changes = folderChanges(join(folder, content));
    const ref = `refs/heads/${branch}`;
    const message = `Copy of ${source.url}\n`;
    await commitFiles({ gitDir, ref, author: AUTHOR, whenSeconds: FIRST_COMMIT_SECONDS, message, changes }, NEVER);
  }
}

interface Offering {
  readonly folder: string;
  readonly sources: readonly ListedSource[];
  readonly registry: OciRegistryServer;
  readonly offered: Set<string>;
}

async function offerAll({ folder, sources, registry, offered }: Offering, takes: Offer): Promise<void> {
  for (const source of sources) {
    if (source.kind === 'helm-repo') {
      for (const { version } of source.charts) if (takes(source.url, version)) offered.add(`${source.url} ${version}`);
    }
    if (source.kind !== 'oci') continue;
    const taken = source.tags.filter(({ tag }) => takes(source.url, tag));
    for (const tag of taken) await putTag({ folder, registry, repository: addressPath(source.url) }, tag);
  }
}

async function putTag(
  {
    folder,
    registry,
    repository,
  }: { readonly folder: string; readonly registry: OciRegistryServer; readonly repository: string },
  { tag, file, manifest, config }: ListedTag,
): Promise<void> {
  const [layer, settings, bytes] = await Promise.all(
    [file, config, manifest].map((path) => readFile(join(folder, path))),
  );
  if (layer === undefined || settings === undefined || bytes === undefined) return;
  registry.putBlob(repository, layer);
  registry.putBlob(repository, settings);
  registry.putManifest(repository, { tag, mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes });
}

/** A web server with one Helm repository below each address. */
async function serveCharts(folder: string, sources: readonly ListedSource[], isOffered: Offer): Promise<HttpListener> {
  const repositories = sources.filter((source) => source.kind === 'helm-repo');
  const read = async (path: string): Promise<Uint8Array | string | undefined> => {
    const repository = repositories.find(({ url }) => path.startsWith(`/${addressPath(url)}/`));
    if (repository === undefined) return undefined;
    const name = path.slice(addressPath(repository.url).length + 2);
    const charts = repository.charts.filter(({ version }) => isOffered(repository.url, version));
    if (name === 'index.yaml') return renderChartIndex(folder, charts);
    const chart = charts.find(({ file }) => fileName(file) === name);
    return chart === undefined ? undefined : readFile(join(folder, chart.file));
  };
  return listenHttp((request, response) => {
    read(new URL(request.url ?? '/', 'http://charts').pathname).then(
      (body) => response.writeHead(body === undefined ? 404 : 200).end(body ?? 'not found'),
      () => response.destroy(),
    );
  });
}

function fileName(path: ListedChart['file']): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function mirrorRule(
  { kind, url }: ListedSource,
  servers: { readonly git: string; readonly helm: string; readonly registry: string },
): string {
  const base = kind === 'oci' ? `oci://${servers.registry}` : kind === 'git' ? servers.git : servers.helm;
  return `${url}=${base}/${addressPath(url)}`;
}
