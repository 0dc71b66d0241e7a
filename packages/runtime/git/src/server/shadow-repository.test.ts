import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShadowRepository, type ShadowRepository } from './shadow-repository.js';

describe('a folder outside Git', () => {
  let root: string;
  let folder: string;
  let shadow: ShadowRepository;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'shadow-test-'));
    folder = join(root, 'folder');
    mkdirSync(join(folder, 'apps/.git'), { recursive: true });
    writeFileSync(join(folder, 'apps/a.yaml'), 'a');
    writeFileSync(join(folder, 'apps/.git/config'), 'not offered');
    writeFileSync(join(folder, 'run.sh'), '');
    chmodSync(join(folder, 'run.sh'), 0o755);
    symlinkSync('apps', join(folder, 'link'));
    shadow = await openShadowRepository({ folder, gitDir: join(root, 'shadow.git') });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const commit = (of = shadow): Promise<string> => of.commit(1_704_067_200, AbortSignal.timeout(30_000));
  const show = (hash: string): readonly string[] =>
    execFileSync('git', ['--git-dir', shadow.gitDir, 'ls-tree', '-r', hash], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => `${line.slice(0, 6)} ${line.split('\t')[1]}`);

  test('is committed as it is, with modes and links', async () => {
    expect(show(await commit())).toEqual(['100644 apps/a.yaml', '120000 link', '100755 run.sh']);
  });

  test('gets a commit only when something has changed', async () => {
    const first = await commit();
    expect(await commit()).toBe(first);
    utimesSync(join(folder, 'run.sh'), 1, 1);
    expect(await commit()).toBe(first);
    writeFileSync(join(folder, 'apps/a.yaml'), 'b');
    expect(await commit()).not.toBe(first);
  });

  test('a change of the same size at once is not missed', async () => {
    await commit();
    for (const content of ['1', '2', '3']) {
      writeFileSync(join(folder, 'apps/a.yaml'), content);
      const hash = await commit();
      const shown = execFileSync('git', ['--git-dir', shadow.gitDir, 'show', `${hash}:apps/a.yaml`], {
        encoding: 'utf8',
      });
      expect(shown).toBe(content);
    }
  });

  test('files become folders and go away', async () => {
    await commit();
    rmSync(join(folder, 'run.sh'));
    mkdirSync(join(folder, 'run.sh'));
    renameSync(join(folder, 'apps/a.yaml'), join(folder, 'run.sh/a.yaml'));
    rmSync(join(folder, 'link'));
    expect(show(await commit())).toEqual(['100644 run.sh/a.yaml']);
  });

  test('goes on where it was when it is opened again', async () => {
    const first = await commit();
    const again = await openShadowRepository({ folder, gitDir: shadow.gitDir });
    expect(await commit(again)).toBe(first);
    rmSync(join(folder, 'link'));
    const third = await openShadowRepository({ folder, gitDir: shadow.gitDir });
    expect(show(await commit(third))).toEqual(['100644 apps/a.yaml', '100755 run.sh']);
  });

  test('commits asked for at once are made one after the other', async () => {
    const hashes = await Promise.all([commit(), commit(), commit()]);
    expect(new Set(hashes).size).toBe(1);
  });

  test('that is too large is refused', async () => {
    const small = await openShadowRepository({ folder, gitDir: join(root, 'small.git'), maxFiles: 2 });
    await expect(commit(small)).rejects.toThrow(`${folder} has more than 2 files`);
  });

  test('tells of changes, in folders made later too', async () => {
    const controller = new AbortController();
    const changes = changeCounter();
    await shadow.watch({ onChange: changes.onChange, pollMs: 60_000 }, controller.signal);
    mkdirSync(join(folder, 'new/er'), { recursive: true });
    writeFileSync(join(folder, 'new/er/b.yaml'), 'b');
    await changes.next();
    await commit();
    writeFileSync(join(folder, 'new/er/b.yaml'), 'c');
    await changes.next();
    controller.abort();
  });
});

function changeCounter(): { onChange: () => void; next: () => Promise<void> } {
  let count = 0;
  let waiting: (() => void) | undefined;
  return {
    onChange: () => {
      count++;
      waiting?.();
    },
    next: async () => {
      if (count === 0)
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      count = 0;
    },
  };
}
