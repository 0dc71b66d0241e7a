import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository in a temporary folder, for one benchmark. */
export interface GitFixture {
  readonly folder: string;
  /** Writes files and commits them. */
  commit(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** A repository of these files, or of what stands in a folder. */
export function createGitFixture(content: string | Readonly<Record<string, string>>): GitFixture {
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-'));
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: folder,
      stdio: 'ignore',
    });
  };
  const commit = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
  };
  git('init', '--quiet', '--initial-branch=main');
  if (typeof content === 'string') cpSync(content, folder, { recursive: true });
  commit(typeof content === 'string' ? {} : content);
  return { folder, commit, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
