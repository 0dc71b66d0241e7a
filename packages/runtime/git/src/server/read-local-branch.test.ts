import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitFiles } from './commit-files.js';
import { initBareRepository } from './init-repository.js';
import { readLocalBranch } from './read-local-branch.js';

const signal = new AbortController().signal;
let gitDir: string;

beforeAll(async () => {
  gitDir = join(mkdtempSync(join(tmpdir(), 'local-branch-')), 'a.git');
  await initBareRepository(gitDir);
  await commitFiles(
    {
      gitDir,
      ref: 'refs/heads/main',
      author: { name: 'a', email: 'a@example.com' },
      whenSeconds: 1_704_067_200,
      message: 'first',
      changes: [
        { path: 'a/b.txt', content: 'b' },
        { path: 'c.txt', content: 'c' },
      ],
    },
    signal,
  );
});
afterAll(() => rmSync(join(gitDir, '..'), { recursive: true }));

test('reads what is wanted', async () => {
  const tree = await readLocalBranch({ gitDir, branch: 'main' }, (path) => path !== 'c.txt', signal);
  expect(tree?.entry('')).toEqual({ kind: 'directory', names: ['a'] });
  expect(tree?.entry('a/b.txt')).toMatchObject({ kind: 'file', sizeBytes: 1 });
});

test('a branch that is not there is undefined', async () => {
  expect(await readLocalBranch({ gitDir, branch: 'other' }, () => true, signal)).toBeUndefined();
});
