import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';

describe('the artifact of a GitRepository', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster.close());

  test('follows the branch', async () => {
    const first = await cluster.commit('app', { message: 'first', files: { 'a.yaml': 'a' } });
    await cluster.applyRepository('app', { interval: '1h', url: cluster.urlOf('app'), ref: { branch: 'main' } });
    const stored = await cluster.settled('app');
    expect(conditionsOf(stored)).toEqual([
      `Ready True Succeeded stored artifact for revision 'main@sha1:${first}'`,
      `ArtifactInStorage True Succeeded stored artifact for revision 'main@sha1:${first}'`,
    ]);
    expect(fieldOf(stored, 'status')).toMatchObject({
      observedGeneration: 1,
      artifact: {
        path: `gitrepository/test/app/${first}.tar.gz`,
        url: `http://source-controller/gitrepository/test/app/${first}.tar.gz`,
        revision: `main@sha1:${first}`,
      },
    });
    expect(stored.metadata.finalizers).toEqual(['finalizers.fluxcd.io']);
    const second = await cluster.commit('app', { message: 'second\n\nbody', files: { 'b.yaml': 'b' } });
    await cluster.request('app', 'token');
    const moved = await cluster.settled('app', 'token');
    expect(fieldOf(moved, 'status', 'artifact', 'revision')).toBe(`main@sha1:${second}`);
    expect(cluster.events.map(({ severity, reason, message }) => `${severity} ${reason} ${message}`)).toEqual([
      "info NewArtifact stored artifact for commit 'first'",
      "info NewArtifact stored artifact for commit 'second'",
    ]);
    expect(readdirSync(join(cluster.folder, 'data/gitrepository/test/app')).sort()).toEqual(
      [`${first}.tar.gz`, `${second}.tar.gz`].sort(),
    );
  });
});
