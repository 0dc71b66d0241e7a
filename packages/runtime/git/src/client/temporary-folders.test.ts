import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder, removeLeftovers } from './temporary-folders.js';

test('folders of processes that are gone are removed, and no others', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'leftovers-test-'));
  const { pid: gone } = spawnSync('true');
  const ours = basename(await makeTemporaryFolder(parent));
  const names = [`gotk-git-${gone}-01234567-abc`, `gotk-git-${process.pid}-00000000-abc`];
  const others = [`gotk-git-${process.ppid}-01234567-abc`, 'gotk-git-mine', 'else', ours];
  for (const name of [...names, ...others]) mkdirSync(join(parent, name), { recursive: true });
  await removeLeftovers(parent);
  expect(readdirSync(parent).sort()).toEqual([...others].sort());
  await removeLeftovers(join(parent, 'nothing'));
  rmSync(parent, { recursive: true });
});
