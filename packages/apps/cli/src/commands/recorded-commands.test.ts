import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runAlone } from '../testing/test-cluster.js';

/** What Flux's own command, 2.9.5, answers without a cluster. */
interface Recorded {
  readonly args: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

const file = resolve(fileURLToPath(import.meta.url), '../../testing/recorded-commands.json');
// Written by the program below.
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];
const rows = recorded.map((each) => [each.args.join(' '), each] as const);

describe('flux answers as Flux does', () => {
  it.each(rows)('%s', async (_, { args, stdout, stderr, exit }) => {
    const run = await runAlone(args);
    expect(run).toEqual({ stdout, stderr, exitCode: exit });
  });
});

const flux = process.env['GOTK_FLUX'];
const title = 'the recording is what Flux answers (skipped unless GOTK_FLUX names its binary)';

describe.skipIf(flux === undefined)(title, () => {
  it.each(rows)('%s', (_, { args, stdout, stderr, exit }) => {
    const cwd = mkdtempSync(join(tmpdir(), 'flux-recorded-'));
    const env = { PATH: process.env['PATH'], HOME: cwd, KUBECONFIG: join(cwd, 'kubeconfig'), TZ: 'UTC' };
    const run = spawnSync(flux ?? '', args, { cwd, env, input: '', encoding: 'utf8' });
    rmSync(cwd, { recursive: true });
    const told = run.stderr.replace(/^[IWE]\d{4} .*\n/gm, '');
    expect({ stdout: run.stdout, stderr: told, exit: run.status }).toEqual({ stdout, stderr, exit });
  });
});
