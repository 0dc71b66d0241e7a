import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A Git repository in a temporary folder. */
export interface GitRepository {
  readonly folder: string;
  /** Writes files (`undefined` removes one) and commits them; @returns the new commit's id. */
  commit(message: string, files: Readonly<Record<string, string | undefined>>): string;
  git(...args: readonly string[]): string;
  remove(): void;
}

/** A new repository with one commit: the content of `from`, or these files. */
export function createGitRepository(content: string | Readonly<Record<string, string>>): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), 'flux-e2e-repository-'));
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=E2E', '-c', 'user.email=e2e@example.com', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ).trim();
  git('init', '--quiet', '--initial-branch=main');
  const commit: GitRepository['commit'] = (message, files) => {
    for (const [path, text] of Object.entries(files)) writeOrRemove(join(folder, path), text);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  if (typeof content === 'string') cpSync(content, folder, { recursive: true });
  commit('start', typeof content === 'string' ? {} : content);
  return { folder, commit, git, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function writeOrRemove(file: string, text: string | undefined): void {
  if (text === undefined) return rmSync(file, { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
