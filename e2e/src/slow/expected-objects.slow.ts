import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedSources } from '@gotk/source-mirror';
import { describe, expect, it } from 'vitest';
import { compareCluster, readExpectedCluster } from '../harness/expected-cluster.js';
import { readyMessage } from '../harness/ready-condition.js';
import { startRealCluster } from '../harness/real-cluster.js';
import { sharedFolder } from '../harness/shared-folder.js';

const realSources = sharedFolder('real');

const EXAMPLE = 'https://github.com/fluxcd/flux2-kustomize-helm-example';
const TENANTS = 'https://github.com/fluxcd/flux2-multi-tenancy';
const TENANT_FLAGS = ['--no-cross-namespace-refs', '--no-remote-bases', '--default-service-account=default'];
const NEWEST = ['6.14.1', 'v1.21.1', 'v1.9.0'];

interface Row {
  readonly title: string;
  readonly url: string;
  readonly path: string;
  readonly expected: string;
  /** Whether only the charts before the newest are served. */
  readonly previous?: boolean;
}

const KUSTOMIZATION = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
} as const;

/** The states that the stories of the default run do not start from. */
const ROWS: readonly Row[] = [
  {
    title: 'the example, staging, with the newest charts',
    url: EXAMPLE,
    path: 'clusters/staging',
    expected: 'flux2-kustomize-helm-example/staging.json',
  },
  {
    title: 'the example, production, with the charts before',
    url: EXAMPLE,
    path: 'clusters/production',
    expected: 'flux2-kustomize-helm-example/production.previous.json',
    previous: true,
  },
  {
    title: 'the tenants, production, with the team’s own repository',
    url: TENANTS,
    path: 'clusters/production',
    expected: 'flux2-multi-tenancy/production.migrated.json',
  },
];

if (realSources === undefined) it.skip('the expected objects: there are no copies of the sources', () => undefined);

describe.runIf(realSources !== undefined)('the objects that Flux would make', () => {
  it.each(ROWS)('are those of $title', { timeout: 15 * 60_000 }, async ({ url, path, expected: file, previous }) => {
    const folder = realSources ?? '';
    const isTenants = url === TENANTS;
    const cluster = await startRealCluster({
      folder,
      url,
      path,
      ...(isTenants && { variant: 'migrated', flags: TENANT_FLAGS }),
      ...(isTenants && { prepare: (sources: ServedSources) => withoutSignature(folder, sources) }),
      offers: (_url, version) => previous !== true || !NEWEST.includes(version),
    });
    try {
      const expected = readExpectedCluster(folder, `expected/${file}`);
      await cluster.allReady(expected);
      expect(await compareCluster(cluster.client, expected)).toEqual([]);
    } finally {
      await cluster.close();
    }
  });
});

describe.runIf(realSources !== undefined)('the tenants as they are, with kinds that Flux no longer serves', () => {
  it.each(['staging', 'production'])('stop at them: %s', { timeout: 15 * 60_000 }, async (name) => {
    const folder = realSources ?? '';
    const path = `clusters/${name}`;
    const cluster = await startRealCluster({ folder, url: TENANTS, path, flags: TENANT_FLAGS });
    try {
      const kyverno = { ...KUSTOMIZATION, name: 'kyverno' };
      await cluster.until(kyverno, 'it is refused', (object) => readyMessage(object).includes('no matches for kind'));
      const expected = readExpectedCluster(folder, `expected/flux2-multi-tenancy/${name}.as-is.json`);
      expect(await compareCluster(cluster.client, expected)).toEqual([]);
      for (const dependent of ['kyverno-policies', 'tenants']) {
        const waiting = await cluster.client.get({ ...KUSTOMIZATION, name: dependent });
        expect(readyMessage(waiting)).toContain('DependencyNotReady');
      }
    } finally {
      await cluster.close();
    }
  });
});

/** The signature of the manifests cannot be had without the registry that they are from. */
function withoutSignature(folder: string, sources: ServedSources): Promise<string> {
  const path = 'infrastructure/kyverno/source.yaml';
  const text = readFileSync(join(folder, 'flux2-multi-tenancy/migrated/main', path), 'utf8');
  const changes = [{ path, content: text.replace(/ {2}verify:[\s\S]*$/, '') }];
  return sources.commit(TENANTS, { branch: 'main', message: 'Do not verify', changes });
}
