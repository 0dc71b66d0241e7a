import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitFiles,
  type FileChange,
  initBareRepository,
  type ServedRepository,
  serveGit,
  tagCommit,
} from '@gotk/git';
import type { JsonObject } from '@gotk/json';
import { createIgnoreMatcher, parseIgnoreFile } from '@gotk/source-ignore';

/** The `gitCommit` of an action. */
export interface GitCommitAction {
  /** `http://<HTTP>/git/<path>.git` */
  readonly repo: string;
  readonly branch: string;
  /** Branch that a new branch begins at. */
  readonly from?: string;
  readonly date: string;
  /** `Name <email>` */
  readonly author: string;
  readonly message: string;
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly tag?: string;
  readonly annotated?: boolean;
  /** Hash that the commit had when it was recorded. */
  readonly sha: string;
}

/** The repositories of a scenario, served over HTTP as they were for the recording. */
export interface GitRepositories {
  /** `host:port`, what stands for `<HTTP>`. */
  readonly address: string;
  /** @returns the hash of the commit. @throws when it is not the recorded one. */
  commit(action: GitCommitAction): Promise<string>;
  close(): Promise<void>;
}

const CREDENTIALS = { username: 'user', password: 'pass' };
const TIMEOUT_MS = 30_000;

/** Serves repositories below `/git/`, private ones with basic authentication. */
export async function serveRepositories(): Promise<GitRepositories> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-git-'));
  const known = new Set<string>();
  const gitDirOf = (path: string): string => join(folder, encodeURIComponent(path));
  const server = await serveGit({
    find: (path): ServedRepository | undefined => {
      if (!known.has(path)) return undefined;
      const gitDir = gitDirOf(path);
      return path.includes('/private-') ? { gitDir, basicAuth: CREDENTIALS } : { gitDir };
    },
  });
  return {
    address: server.url.replace('http://', ''),
    async commit(action): Promise<string> {
      const path = repositoryPath(action.repo);
      const gitDir = gitDirOf(path);
      await initBareRepository(gitDir);
      known.add(path);
      return commit(gitDir, action);
    },
    async close(): Promise<void> {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The path of a repository URL, without slashes around it. */
function repositoryPath(url: string): string {
  return url.replace(/^http:\/\/[^/]+\//, '');
}

async function commit(gitDir: string, action: GitCommitAction): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const author = parsePerson(action.author);
  const whenSeconds = Date.parse(action.date) / 1000;
  const from = action.from === undefined ? {} : { from: `refs/heads/${action.from}` };
  const hash = await commitFiles(
    {
      gitDir,
      ref: `refs/heads/${action.branch}`,
      ...from,
      author,
      whenSeconds,
      message: `${action.message}\n`,
      changes: changesOf(action),
    },
    signal,
  );
  if (action.tag !== undefined) {
    const annotation = { message: `${action.tag}\n`, tagger: author, whenSeconds };
    await tagCommit(
      { gitDir, name: action.tag, commit: hash, ...(action.annotated === true && { annotation }) },
      signal,
    );
  }
  if (!isNormalised(action) && hash !== action.sha) {
    throw new Error(`the commit ${JSON.stringify(action.message)} has the hash ${hash}, recorded was ${action.sha}`);
  }
  return hash;
}

/** The recorded commits were made with `git add`, which passes over what `.gitignore` names; scripts were executable. */
function changesOf({ files, remove = [] }: GitCommitAction): readonly FileChange[] {
  const ignored = createIgnoreMatcher(parseIgnoreFile(files['.gitignore'] ?? ''));
  const removed = remove.map((path): FileChange => ({ path, deleted: true }));
  const written = Object.entries(files)
    .filter(([path]) => !ignored.ignores(path, false))
    .map(([path, content]) => ({ path, content, executable: path.endsWith('.sh') }));
  return [...removed, ...written];
}

function parsePerson(text: string): { readonly name: string; readonly email: string } {
  const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(text) ?? [];
  return { name, email };
}

/** Whether the record has something in place of what was committed, so that the hash must differ. */
function isNormalised({ sha, files }: GitCommitAction): boolean {
  return sha.startsWith('<') || Object.values(files).some((content) => /<(TIME|HTTP|OCI|STORAGE)>/.test(content));
}

/** Whether an action is a commit. */
export function gitCommitOf(action: JsonObject): GitCommitAction | undefined {
  // The corpus is ours to read; what it lacks shows in the case.
  return action['gitCommit'] as GitCommitAction | undefined;
}
