import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitFiles } from '../server/commit-files.js';
import { initBareRepository } from '../server/init-repository.js';
import { notifyOnChange } from './notify-on-change.js';
import { watchRefs } from './watch-refs.js';

const AUTHOR = { name: 'x', email: 'x@example.com' };

describe('watchRefs', () => {
  let gitDir: string;
  let controller: AbortController;
  let changed: () => Promise<void>;
  let count = 0;

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['--git-dir', gitDir, ...args], { encoding: 'utf8' }).trim();
  const commit = (ref: string, message: string): Promise<string> =>
    commitFiles({ gitDir, ref, author: AUTHOR, whenSeconds: 1, message, changes: [] }, AbortSignal.timeout(10_000));

  beforeEach(async () => {
    gitDir = mkdtempSync(join(tmpdir(), 'refs-test-'));
    await initBareRepository(gitDir);
    await commit('refs/heads/main', 'first');
    controller = new AbortController();
    count = 0;
    let wake = (): void => undefined;
    changed = async () => {
      while (count === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      count = 0;
    };
    // A poll would hide a missed event.
    await watchRefs(
      {
        gitDir,
        pollMs: 3_600_000,
        onChange: () => {
          count++;
          wake();
        },
      },
      controller.signal,
    );
  });
  afterEach(() => {
    controller.abort();
    rmSync(gitDir, { recursive: true, force: true });
  });

  test.each([
    { name: 'a commit', change: () => commit('refs/heads/main', 'second') },
    { name: 'a new branch', change: () => git('update-ref', 'refs/heads/a/new/branch', 'refs/heads/main') },
    { name: 'a tag', change: () => git('update-ref', 'refs/tags/v1', 'refs/heads/main') },
    { name: 'another HEAD', change: () => git('symbolic-ref', 'HEAD', 'refs/heads/other') },
  ])('tells of $name', async ({ change }) => {
    await change();
    await changed();
  });

  test('goes on telling after refs were packed', async () => {
    git('pack-refs', '--all');
    await changed();
    await commit('refs/heads/main', 'second');
    await changed();
    git('update-ref', '-d', 'refs/heads/main');
    await changed();
  });

  test('goes on telling about a branch in a folder that came and went', async () => {
    for (const name of ['one', 'two']) {
      git('update-ref', `refs/heads/folder/${name}`, 'refs/heads/main');
      await changed();
      git('update-ref', '-d', `refs/heads/folder/${name}`);
      await changed();
    }
  });

  test('says nothing when only objects are written, and nothing after the end', async () => {
    execFileSync('git', ['--git-dir', gitDir, 'hash-object', '-w', '--stdin'], { input: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(count).toBe(0);
    controller.abort();
    await commit('refs/heads/main', 'second');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(count).toBe(0);
  });
});

test('what no event tells of is found by the poll', async () => {
  const controller = new AbortController();
  let state = 'before';
  const found = new Promise<void>((resolve) => {
    const options = {
      root: '/nowhere',
      descend: () => true,
      fingerprint: async () => state,
      onChange: resolve,
      pollMs: 5,
    };
    void notifyOnChange(options, controller.signal).then(() => {
      state = 'after';
    });
  });
  await found;
  controller.abort();
});
