import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitFiles, type FileChange, tagCommit } from '../server/commit-files.js';
import { initBareRepository } from '../server/init-repository.js';
import { type GitServer, type ServedRepository, serveGit } from '../server/serve-git.js';

const AUTHOR = { name: 'Test Person', email: 'test@example.com' };

/** A Git server with repositories made by the test. */
export interface TestServer {
  readonly server: GitServer;
  readonly folder: string;
  urlOf(name: string): string;
  /** Commits to a branch of a repository, which is made when it is not there; returns the hash. */
  commit(name: string, options: TestCommit): Promise<string>;
  close(): Promise<void>;
}

export interface TestCommit {
  readonly branch?: string;
  readonly from?: string;
  readonly message?: string;
  readonly minute?: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly changes?: readonly FileChange[];
  readonly tag?: string;
  readonly annotated?: boolean;
}

export async function startTestServer(
  options: Readonly<Record<string, Omit<ServedRepository, 'gitDir'>>> = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'git-test-'));
  const known = new Set<string>();
  const gitDirOf = (name: string): string => join(folder, `${name.replaceAll('/', '_')}.git`);
  const server = await serveGit({
    find: (path) => {
      const name = path.replace(/\.git$/, '');
      return known.has(name) ? { gitDir: gitDirOf(name), ...options[name] } : undefined;
    },
  });
  return {
    server,
    folder,
    urlOf: (name) => `${server.url}/${name}.git`,
    async commit(
      name,
      { branch = 'main', from, message = 'a commit', minute = 0, files = {}, changes = [], tag, annotated },
    ) {
      const gitDir = gitDirOf(name);
      await initBareRepository(gitDir);
      known.add(name);
      const signal = AbortSignal.timeout(30_000);
      const whenSeconds = 1_704_067_200 + minute * 60;
      const written = Object.entries(files).map(([path, content]) => ({ path, content }));
      const ref = `refs/heads/${branch}`;
      const hash = await commitFiles(
        {
          gitDir,
          ref,
          ...(from !== undefined && { from }),
          author: AUTHOR,
          whenSeconds,
          message,
          changes: [...written, ...changes],
        },
        signal,
      );
      const annotation = { message: `tag ${tag}\n`, tagger: AUTHOR, whenSeconds };
      if (tag !== undefined) {
        await tagCommit({ gitDir, name: tag, commit: hash, ...(annotated === true && { annotation }) }, signal);
      }
      return hash;
    },
    async close(): Promise<void> {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
