import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runFlux } from '../harness/flux-process.js';
import { createGitRepository } from '../harness/git-repository.js';

const example = resolve(fileURLToPath(import.meta.url), '../../../../examples/fleet');

describe('flux up --once', { timeout: 60_000 }, () => {
  it.each(['staging', 'production'])('exits 0 when everything is ready: %s', async (cluster) => {
    const repository = createGitRepository(example);
    const run = await runFlux(['up', repository.folder, '--path', `clusters/${cluster}`, '--once', '--no-persist']);
    repository.remove();
    expect(run.exitCode, run.stderr).toBe(0);
  });

  it('runs a folder outside Git', async () => {
    const repository = createGitRepository(example);
    repository.git('branch', '-m', 'gone');
    const run = await runFlux(['up', `${repository.folder}/apps/staging`, '--once', '--no-persist', '-o', 'json']);
    repository.remove();
    // apps/staging names ../base, which is outside the folder: the failure names the file.
    expect(run.exitCode).toBe(1);
    expect(`${run.stdout}${run.stderr}`).toContain('kustomization.yaml');
  });

  it('records requests in an audit log', async () => {
    const repository = createGitRepository(example);
    const args = ['up', repository.folder, '--path', 'clusters/staging', '--once', '--no-persist'];
    const log = join(mkdtempSync(join(tmpdir(), 'flux-e2e-audit-')), 'audit.jsonl');
    const run = await runFlux([...args, '--audit-log', log]);
    repository.remove();
    expect(run.exitCode, run.stderr).toBe(0);
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    rmSync(dirname(log), { recursive: true });
    const events = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'Event',
        verb: 'patch',
        objectRef: expect.objectContaining({ resource: 'deployments' }),
        responseStatus: { metadata: {}, code: 201 },
      }),
    );
  });

  it('prints the result as JSON', async () => {
    const repository = createGitRepository(example);
    const run = await runFlux([
      'up',
      repository.folder,
      '--path',
      'clusters/staging',
      '--once',
      '--no-persist',
      '-o',
      'json',
    ]);
    repository.remove();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(() => JSON.parse(run.stdout) as unknown).not.toThrow();
  });
});
