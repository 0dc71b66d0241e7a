/** A base in a Git repository, as a kustomization names it. */
export interface RepoSpec {
  /** As it was written. */
  readonly raw: string;
  readonly cloneUrl: string;
  /** Path of the repository at its host. */
  readonly repoPath: string;
  /** Path of the kustomization in the repository. */
  readonly kustomizationPath: string;
  /** Branch, tag or commit; empty for HEAD. */
  readonly ref: string;
  readonly submodules: boolean;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_MS = 27_000;
const SCHEMES = ['ssh://', 'https://', 'http://', 'file://'];
const USERNAME = /^([a-zA-Z][a-zA-Z0-9-]*)@/;

/**
 * Reads a base that is a Git repository: `https://host/org/repo//path?ref=v1`, `git@host:org/repo`, `github.com/org/repo`.
 * @returns `undefined` for anything else: it is then a path.
 */
export function parseRepoSpec(raw: string): RepoSpec | undefined {
  if (raw.startsWith('/')) return undefined;
  const question = raw.indexOf('?');
  const query = parseQuery(question === -1 ? '' : raw.slice(question + 1));
  const url = splitHost(question === -1 ? raw : raw.slice(0, question));
  if (url === undefined) return undefined;
  const path = splitRepoPath(url.path, url.host.startsWith('file://'));
  if (path === undefined) return undefined;
  return { raw, cloneUrl: url.host + path.repoPath, ...path, ...query };
}

interface HostAndPath {
  readonly host: string;
  readonly path: string;
}

function splitHost(url: string): HostAndPath | undefined {
  const plain = withoutPrefix(url, 'git::') ?? url;
  const scheme = SCHEMES.find((prefix) => withoutPrefix(plain, prefix) !== undefined) ?? '';
  const afterScheme = plain.slice(scheme.length);
  const username = USERNAME.exec(afterScheme)?.[0] ?? '';
  const rest = afterScheme.slice(username.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const isScp = scheme === '' && (username !== '' || isGithub);
  if (scheme === '' && !isScp) return undefined;
  if (scheme === 'file://') return { host: scheme, path: username + rest };
  const end = hostEnd(rest, isScp);
  const host = end === -1 ? rest : rest.slice(0, end + 1);
  const path = end === -1 ? '' : rest.slice(end + 1);
  if (isGithub) return { host: githubHost(scheme, username), path };
  return host === '' ? undefined : { host: scheme + username + host, path };
}

/** GitHub is spelled in one of two ways, whatever was written. */
function githubHost(scheme: string, username: string): string {
  return scheme === 'ssh://' || username !== '' ? `${username}github.com:` : 'https://github.com/';
}

function hostEnd(rest: string, isScp: boolean): number {
  const slash = rest.indexOf('/');
  const colon = rest.indexOf(':');
  return isScp && (slash === -1 || (colon > 0 && colon < slash)) ? colon : slash;
}

function withoutPrefix(text: string, prefix: string): string | undefined {
  return text.slice(0, prefix.length).toLowerCase() === prefix ? text.slice(prefix.length) : undefined;
}

interface RepoPath {
  readonly repoPath: string;
  readonly kustomizationPath: string;
}

function splitRepoPath(path: string, takeAll: boolean): RepoPath | undefined {
  const [repoPath, rest] = splitAtMarker(path) ?? splitAtLength(path, takeAll) ?? ['', ''];
  if (repoPath === '' || leavesRepo(rest)) return undefined;
  return { repoPath, kustomizationPath: rest.replace(/^\//, '') };
}

/** Repositories are told from the paths in them by `_git/`, `//` or `.git`. */
function splitAtMarker(path: string): readonly [string, string] | undefined {
  const azure = path.indexOf('_git/');
  if (azure !== -1) {
    const [repository = '', ...rest] = path.slice(azure + 5).split('/');
    return [path.slice(0, azure + 5) + repository, rest.join('/')];
  }
  const double = path.indexOf('//');
  if (double !== -1) return [path.slice(0, double), path.slice(double + 2)];
  const suffix = path.indexOf('.git');
  return suffix === -1 ? undefined : [path.slice(0, suffix + 4), path.slice(suffix + 4)];
}

/** Without a marker a repository is an organization and a name. */
function splitAtLength(path: string, takeAll: boolean): readonly [string, string] | undefined {
  if (takeAll) return [path, ''];
  const segments = path.split('/');
  if (segments.length < 2) return undefined;
  return [segments.slice(0, 2).join('/'), segments.slice(2).join('/')];
}

function leavesRepo(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function parseQuery(query: string): Pick<RepoSpec, 'ref' | 'submodules' | 'timeoutMs'> {
  const values = queryValues(query);
  const ref = values.get('ref') || (values.get('version') ?? '');
  return {
    ref,
    submodules: parseGoBoolean(values.get('submodules') ?? '') ?? true,
    timeoutMs: parseTimeout(values.get('timeout') ?? '') ?? DEFAULT_TIMEOUT_MS,
  };
}

/** The first value of each name; a query that cannot be read has none. */
function queryValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  try {
    for (const pair of query.split('&')) {
      if (pair.includes(';')) return new Map();
      const equals = pair.indexOf('=');
      const name = decodeQuery(equals === -1 ? pair : pair.slice(0, equals));
      if (!values.has(name)) values.set(name, decodeQuery(equals === -1 ? '' : pair.slice(equals + 1)));
    }
    return values;
  } catch {
    return new Map();
  }
}

function decodeQuery(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function parseGoBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Seconds, or a duration of Go. */
function parseTimeout(text: string): number | undefined {
  if (/^[0-9]+$/.test(text)) return Number(text) > 0 ? Number(text) * 1000 : undefined;
  if (!/^(?:[0-9]+(?:\.[0-9]*)?(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ns|us|µs|μs|ms|s|m|h)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total > 0 ? total : undefined;
}
