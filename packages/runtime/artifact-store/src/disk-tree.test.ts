import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskTree } from './disk-tree.js';

describe('diskTree', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'disk-tree-'));
    mkdirSync(join(root, 'tree/apps/base'), { recursive: true });
    writeFileSync(join(root, 'tree/apps/base/a.yaml'), 'a: b\n');
    writeFileSync(join(root, 'tree/run.sh'), '#!/bin/sh\n');
    chmodSync(join(root, 'tree/run.sh'), 0o755);
    writeFileSync(join(root, 'outside'), 'secret');
    symlinkSync('apps/base', join(root, 'tree/link'));
    symlinkSync('../outside', join(root, 'tree/escape'));
    symlinkSync('..', join(root, 'tree/up'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test('lists folders in code unit order', () => {
    expect(diskTree(join(root, 'tree')).entry('')).toEqual({
      kind: 'directory',
      names: ['apps', 'escape', 'link', 'run.sh', 'up'],
    });
  });

  test('reads files lazily', () => {
    const entry = diskTree(join(root, 'tree')).entry('apps/base/a.yaml');
    expect(entry).toMatchObject({ kind: 'file', sizeBytes: 5, executable: false });
    expect(entry?.kind === 'file' && Buffer.from(entry.read()).toString()).toBe('a: b\n');
  });

  const rows = [
    { name: 'an executable', path: 'run.sh', want: { kind: 'file', executable: true } },
    { name: 'a link stays a link', path: 'link', want: { kind: 'symlink', target: 'apps/base' } },
    {
      name: 'a link that leaves the root stays a link',
      path: 'escape',
      want: { kind: 'symlink', target: '../outside' },
    },
    { name: 'nothing below a link', path: 'link/a.yaml', want: undefined },
    { name: 'nothing below a link that leaves the root', path: 'up/outside', want: undefined },
    { name: 'nothing below a file', path: 'run.sh/x', want: undefined },
    { name: 'nothing that is not there', path: 'apps/none/x', want: undefined },
  ];
  test.each(rows)('$name', ({ path, want }) => {
    const entry = diskTree(join(root, 'tree')).entry(path);
    if (want === undefined) expect(entry).toBeUndefined();
    else expect(entry).toMatchObject(want);
  });
});
