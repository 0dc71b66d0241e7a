import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAlone } from '../../testing/test-cluster.js';

describe('plugins', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux-plugins-'));
    const program = '#!/bin/sh\necho "$@" > "$(dirname "$0")/ran"\nexit 3\n';
    for (const name of ['flux-hello', 'flux-not', 'other']) writeFileSync(join(folder, name), program);
    chmodSync(join(folder, 'flux-hello'), 0o755);
    writeFileSync(join(folder, 'flux-hello.yaml'), 'name: hello\nversion: 1.2.3\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const flux = (...args: readonly string[]) => runAlone(args, { env: { FLUXCD_PLUGINS: folder } });

  it('are listed with their versions', async () => {
    const { stdout } = await flux('plugin', 'list');
    expect(stdout.split('\n').map((line) => line.split('\t').map((cell) => cell.trim()))).toEqual([
      ['NAME', 'VERSION', 'PATH'],
      ['hello', '1.2.3', join(folder, 'flux-hello'), ''],
      [''],
    ]);
  });

  it('run with their own flags, and their exit code is that of the command', async () => {
    const { exitCode } = await flux('hello', '--any', 'flag');
    expect(exitCode).toBe(3);
    expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('--any flag\n');
  });

  it('that are no programs are no commands', async () => {
    expect((await flux('not')).stderr).toMatch(/^✗ unknown command "not" for "flux"\n/);
  });
});
