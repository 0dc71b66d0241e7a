import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runFlux } from '../harness/flux-process.js';
import { createGitRepository, type GitRepository } from '../harness/git-repository.js';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\ndata:\n  a: b\n';

function kustomization(name: string, dependsOn: string): string {
  const spec = `  interval: 1m\n  prune: true\n  path: ./app\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n`;
  const head = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\n`;
  return `${head}spec:\n  dependsOn:\n    - name: ${dependsOn}\n${spec}`;
}

describe('flux up with bad input says what, where and what to do', { timeout: 60_000 }, () => {
  let repository: GitRepository | undefined;
  afterEach(() => repository?.remove());

  const rows = [
    {
      name: 'no such path',
      files: { 'a.yaml': configMap },
      args: (folder: string) => [join(folder, 'nowhere')],
      says: [/nowhere/, /hint:/],
    },
    {
      name: 'no such branch',
      files: { 'a.yaml': configMap },
      args: (folder: string) => [folder, '--branch', 'nowhere'],
      says: [/branch/, /nowhere/, /hint:.*main/],
    },
    {
      name: 'no such folder in it',
      files: { 'a.yaml': configMap },
      args: (folder: string) => [folder, '--path', 'clusters/nowhere'],
      says: [/clusters\/nowhere/, /hint:/],
    },
    {
      name: 'an invalid manifest',
      files: { 'cluster/a.yaml': `${configMap}  broken: [\n` },
      args: (folder: string) => [folder, '--path', 'cluster'],
      says: [/cluster\/a\.yaml:\d+/],
    },
    {
      name: 'a dependency cycle',
      files: {
        'cluster/a.yaml': kustomization('a', 'b'),
        'cluster/b.yaml': kustomization('b', 'a'),
        'app/c.yaml': configMap,
      },
      args: (folder: string) => [folder, '--path', 'cluster'],
      says: [/cycle/i, /flux-system\/a|\ba\b/, /hint:/],
    },
    {
      name: 'a remote that cannot be reached',
      files: {},
      args: () => ['http://127.0.0.1:1/nowhere.git'],
      says: [/127\.0\.0\.1:1/],
    },
  ];

  it.each(rows)('$name', async ({ files, args, says }) => {
    repository = createGitRepository(files as Readonly<Record<string, string>>);
    const run = await runFlux(['up', ...args(repository.folder), '--once', '--no-persist', '--timeout', '20s']);
    expect(run.exitCode, run.stderr).toBe(1);
    for (const pattern of says) expect(`${run.stdout}${run.stderr}`).toMatch(pattern);
    expect(run.stderr).not.toMatch(/\n\s+at .*\.js:\d+/);
  });

  it('a port that is taken', async () => {
    repository = createGitRepository({ 'a.yaml': configMap });
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const run = await runFlux(['up', repository.folder, '--once', '--no-persist', '--port', String(port)]);
    server.close();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(new RegExp(`port ${port}`));
    expect(run.stderr).toMatch(/hint:/);
  });
});
