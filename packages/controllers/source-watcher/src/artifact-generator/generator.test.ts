import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWatcherCluster, type WatcherCluster } from '../testing/watcher-cluster.js';
import { ARTIFACT_GENERATOR, EXTERNAL_ARTIFACT } from './kinds.js';

let cluster: WatcherCluster;
beforeAll(async () => {
  cluster = await startWatcherCluster();
});
afterAll(() => cluster.close());

const FILES = { 'apps/a.yaml': 'a', 'infra/b.yaml': 'b', 'infra/pic.png': '' };

function specOf(source: string, ...names: readonly string[]): JsonObject {
  const artifacts = names.map((name) => ({
    name: `${source}-${name}`,
    copy: [{ from: `@repo/${name}/**`, to: '@artifact/' }],
  }));
  return { sources: [{ alias: 'repo', kind: 'GitRepository', name: source }], artifacts };
}

describe('a generator', () => {
  it('makes artifacts with labels, an owner, a revision by content and Flux’s files', async () => {
    await cluster.source('make', 'main@sha1:1', FILES);
    await cluster.apply('make', { ...specOf('make', 'apps', 'infra'), commonMetadata: { labels: { team: 'x' } } });
    expect(await cluster.ready('make')).toBe('True Succeeded reconciliation succeeded, generated 2 artifact(s)');
    const { metadata, ...made } = await cluster.client.get({
      ...EXTERNAL_ARTIFACT,
      namespace: 'test',
      name: 'make-infra',
    });
    const artifact = await cluster.artifact('make-infra');
    const generator = await cluster.client.get({ ...ARTIFACT_GENERATOR, namespace: 'test', name: 'make' });
    expect(metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'source-watcher',
      'source.extensions.fluxcd.io/generator': generator.metadata.uid,
      team: 'x',
    });
    expect(fieldOf(made, 'spec', 'sourceRef')).toEqual({ ...ARTIFACT_GENERATOR, namespace: 'test', name: 'make' });
    expect(artifact['revision']).toBe(`latest@${String(artifact['digest'])}`);
    expect(artifact['path']).toMatch(/^externalartifact\/test\/make-infra\/\d+\.tar\.gz$/);
    expect(await cluster.files('make-infra')).toEqual(['b.yaml']);
    expect(fieldOf(generator, 'status', 'inventory')).toHaveLength(2);
    expect(cluster.events.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^external artifacts reconciled: test\/make-apps \(sha256:.*\)\ntest\/make-infra \(/),
    );
  });

  it('touches only the artifacts whose files have changed', async () => {
    await cluster.source('touch', 'main@sha1:1', FILES);
    await cluster.apply('touch', specOf('touch', 'apps', 'infra'));
    await cluster.ready('touch');
    const versionOf = async (name: string): Promise<string | undefined> =>
      (await cluster.client.get({ ...EXTERNAL_ARTIFACT, namespace: 'test', name })).metadata.resourceVersion;
    const before = await Promise.all(['touch-apps', 'touch-infra'].map(versionOf));
    await cluster.source('touch', 'main@sha1:2', { ...FILES, 'apps/a.yaml': 'changed' });
    await cluster.until(EXTERNAL_ARTIFACT, 'touch-apps', ({ metadata }) => metadata.resourceVersion !== before[0]);
    await cluster.ready('touch');
    expect(await versionOf('touch-infra')).toBe(before[1]);
  });

  it('takes revision and origin from sources where asked to', async () => {
    await cluster.source('rev', 'main@sha1:1', FILES);
    const spec = specOf('rev', 'apps');
    const artifacts = (spec['artifacts'] as JsonObject[]).map((each) => ({
      ...each,
      revision: '@repo',
      originRevision: '@repo',
    }));
    await cluster.apply('rev', { ...spec, artifacts });
    await cluster.ready('rev');
    const metadata = { 'org.opencontainers.image.revision': 'main@sha1:1' };
    expect(await cluster.artifact('rev-apps')).toMatchObject({ revision: 'main@sha1:1', metadata });
  });

  it('removes what it does not make any more, and everything when it goes', async () => {
    await cluster.source('gone', 'main@sha1:1', FILES);
    await cluster.apply('gone', specOf('gone', 'apps', 'infra'));
    await cluster.ready('gone');
    const { path } = await cluster.artifact('gone-infra');
    await cluster.apply('gone', specOf('gone', 'apps'));
    await cluster.gone(EXTERNAL_ARTIFACT, 'gone-infra');
    expect(await cluster.store.check({ path: String(path), digest: '', url: '' })).toEqual({ kind: 'missing' });
    await cluster.ready('gone', 'generated 1');
    await cluster.client.delete({ ...ARTIFACT_GENERATOR, namespace: 'test', name: 'gone' });
    await cluster.gone(ARTIFACT_GENERATOR, 'gone');
    expect(await cluster.client.find({ ...EXTERNAL_ARTIFACT, namespace: 'test', name: 'gone-apps' })).toBeUndefined();
  });

  it('makes an artifact again that somebody has deleted', async () => {
    await cluster.source('drift', 'main@sha1:1', FILES);
    await cluster.apply('drift', specOf('drift', 'apps'));
    await cluster.ready('drift');
    const key = { ...EXTERNAL_ARTIFACT, namespace: 'test', name: 'drift-apps' };
    const { uid } = (await cluster.client.get(key)).metadata;
    await cluster.client.delete(key);
    const again = await cluster.until(EXTERNAL_ARTIFACT, 'drift-apps', ({ metadata }) => metadata.uid !== uid);
    expect(again.metadata.uid).not.toBe(uid);
  });

  it('builds an artifact again that has changed in the storage, on request', async () => {
    await cluster.source('rot', 'main@sha1:1', FILES);
    await cluster.apply('rot', specOf('rot', 'apps'));
    await cluster.ready('rot');
    const artifact = await cluster.artifact('rot-apps');
    await writeFile(join(cluster.store.root, String(artifact['path'])), 'rotten');
    const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } } };
    await cluster.client.patch({ ...ARTIFACT_GENERATOR, namespace: 'test', name: 'rot' }, { type: 'merge', body });
    await cluster.until(
      ARTIFACT_GENERATOR,
      'rot',
      (object) => fieldOf(object, 'status', 'lastHandledReconcileAt') === 'now',
    );
    expect(await cluster.files('rot-apps')).toEqual(['a.yaml']);
  });

  it('waits for a source and starts by its event', async () => {
    await cluster.apply('wait', specOf('wait', 'apps'));
    const missing =
      'False SourceFetchFailed get sources failed: GitRepository.source.toolkit.fluxcd.io "wait" not found';
    expect(await cluster.ready('wait')).toBe(missing);
    await cluster.source('wait', 'main@sha1:1', FILES);
    expect(await cluster.ready('wait', 'succeeded')).toContain('True Succeeded');
  });

  it('is left alone while it is disabled', async () => {
    await cluster.source('off', 'main@sha1:1', FILES);
    await cluster.apply('off', specOf('off', 'apps'), { 'source.extensions.fluxcd.io/reconcile': 'Disabled' });
    expect(await cluster.ready('off')).toBe('True ReconciliationDisabled Initialized with reconciliation suspended');
    expect(await cluster.client.find({ ...EXTERNAL_ARTIFACT, namespace: 'test', name: 'off-apps' })).toBeUndefined();
  });

  it('makes one artifact for each directory that matches a pattern', async () => {
    await cluster.source('pattern', 'main@sha1:1', { 'apps/Web/a': '', 'apps/api/a': '' });
    const copy = [{ from: '@repo/apps/{app}/**', to: '@artifact/' }];
    const sources = [{ alias: 'repo', kind: 'GitRepository', name: 'pattern' }];
    await cluster.apply('pattern', {
      sources,
      pathPattern: '@repo/apps/{app}',
      artifacts: [{ name: 'p-{app}', copy }],
    });
    expect(await cluster.ready('pattern')).toContain('generated 2 artifact(s)');
    const { metadata } = await cluster.client.get({ ...EXTERNAL_ARTIFACT, namespace: 'test', name: 'p-web' });
    expect(metadata.labels).toMatchObject({ app: 'web' });
  });

  it('tells which copy failed', async () => {
    await cluster.source('fail', 'main@sha1:1', FILES);
    const copy = [{ from: '@repo/none', to: '@artifact/' }];
    const sources = [{ alias: 'repo', kind: 'GitRepository', name: 'fail' }];
    await cluster.apply('fail', { sources, artifacts: [{ name: 'fail', copy }] });
    const failed = "failed to apply copy operations: failed to apply copy operation from '@repo/none' to '@artifact/'";
    expect(await cluster.ready('fail')).toBe(
      `False BuildFailed fail build failed: ${failed}: source 'none' does not exist`,
    );
  });
});

describe('a generator is stalled', () => {
  const repo = { alias: 'repo', kind: 'GitRepository', name: 'x' };
  const copy = [{ from: '@repo/a', to: '@artifact/' }];
  it.each([
    [
      'aliases',
      { sources: [repo, repo], artifacts: [{ name: 'a', copy }] },
      "ValidationFailed duplicate source alias 'repo' found",
    ],
    [
      'names',
      {
        sources: [repo],
        artifacts: [
          { name: 'a', copy },
          { name: 'a', copy },
        ],
      },
      "ValidationFailed duplicate artifact name 'a' found",
    ],
    [
      'revision',
      { sources: [repo], artifacts: [{ name: 'a', copy, revision: '@no' }] },
      "ValidationFailed artifact a revision source alias 'no' not found",
    ],
  ])('by %s', async (name, spec, expected) => {
    await cluster.apply(`bad-${name}`, spec);
    expect(await cluster.ready(`bad-${name}`)).toBe(`False ${expected}`);
  });

  it('by a source in another namespace where that is forbidden', async () => {
    const strict = await startWatcherCluster({ noCrossNamespaceRefs: true });
    try {
      await strict.apply('acl', { sources: [{ ...repo, namespace: 'other' }], artifacts: [{ name: 'a', copy }] });
      const denied = 'cross-namespace reference to source GitRepository/other/x is not allowed';
      expect(await strict.ready('acl')).toBe(`False AccessDenied ${denied}`);
    } finally {
      await strict.close();
    }
  });
});
