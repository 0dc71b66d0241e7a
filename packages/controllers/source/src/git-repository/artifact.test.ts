import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '@gotk/file-tree';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';

const text = (tree: FileTree, path: string): string | undefined => {
  const entry = tree.entry(path);
  return entry?.kind === 'file' ? Buffer.from(entry.read()).toString() : undefined;
};

describe('the artifact of a GitRepository', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster.close());
  beforeEach(() => cluster.events.splice(0));

  const open = (object: KubeObject): Promise<FileTree> => {
    const artifact = artifactOf(object);
    if (artifact === undefined) throw new Error('there is no artifact');
    return cluster.store.open(artifact, AbortSignal.timeout(5000));
  };
  const told = (): readonly string[] =>
    cluster.events.map(({ severity, reason, message }) => `${severity} ${reason} ${message}`);
  const spec = (repository: string, rest: object = {}) => ({
    interval: '1h',
    url: cluster.urlOf(repository),
    ref: { branch: 'main' },
    ...rest,
  });

  test('follows the branch', async () => {
    const first = await cluster.commit('app', { message: 'first', files: { 'a.yaml': 'a' } });
    await cluster.applyRepository('app', spec('app'));
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
    expect(told()).toEqual([
      "info NewArtifact stored artifact for commit 'first'",
      "info NewArtifact stored artifact for commit 'second'",
    ]);
    expect(readdirSync(join(cluster.folder, 'data/gitrepository/test/app')).sort()).toEqual(
      [`${first}.tar.gz`, `${second}.tar.gz`].sort(),
    );
  });

  test('stays when nothing has changed, and says so', async () => {
    const hash = await cluster.commit('still', { files: { a: 'a' }, tag: 'v1.0.0' });
    await cluster.applyRepository('still', spec('still'));
    const before = await cluster.settled('still');
    await cluster.request('still', 'again');
    const after = await cluster.settled('still', 'again');
    expect(fieldOf(after, 'status', 'artifact')).toEqual(fieldOf(before, 'status', 'artifact'));
    expect(fieldOf(after, 'status', 'conditions')).toEqual(fieldOf(before, 'status', 'conditions'));
    expect(told().at(-1)).toBe(
      `trace GitOperationSucceeded no changes since last reconciliation: observed revision 'main@sha1:${hash}'`,
    );
    await cluster.applyRepository('still', spec('still', { ref: { semver: '1.x' } }));
    await cluster.settled('still');
    await cluster.request('still', 'semver');
    await cluster.settled('still', 'semver');
    expect(told().at(-1)).toBe(
      `trace ArtifactUpToDate artifact up-to-date with remote revision: 'v1.0.0@sha1:${hash}'`,
    );
  });

  test('is made anew when what to ignore changes', async () => {
    await cluster.commit('ignoring', { files: { 'a.yaml': 'a', 'docs/x.md': 'x', 'pic.png': 'p', '.gitignore': '' } });
    await cluster.applyRepository('ignoring', spec('ignoring'));
    const byDefault = await open(await cluster.settled('ignoring'));
    expect(byDefault.entry('')).toEqual({ kind: 'directory', names: ['a.yaml', 'docs'] });
    await cluster.applyRepository('ignoring', spec('ignoring', { ignore: 'docs/\n' }));
    const object = await cluster.settled('ignoring');
    expect((await open(object)).entry('')).toEqual({ kind: 'directory', names: ['a.yaml', 'pic.png'] });
    expect(fieldOf(object, 'status', 'observedIgnore')).toBe('docs/\n');
    expect(told()).toHaveLength(2);
  });

  test('comes back when it has gone or was changed', async () => {
    const hash = await cluster.commit('lost', { files: { a: 'a' } });
    await cluster.applyRepository('lost', spec('lost'));
    const before = artifactOf(await cluster.settled('lost'));
    const file = join(cluster.folder, 'data', before?.path ?? '');
    rmSync(file);
    await cluster.request('lost', 'gone');
    expect(text(await open(await cluster.settled('lost', 'gone')), 'a')).toBe('a');
    writeFileSync(file, 'corrupt');
    await cluster.request('lost', 'corrupt');
    const restored = await cluster.settled('lost', 'corrupt');
    expect(text(await open(restored), 'a')).toBe('a');
    expect(artifactOf(restored)?.digest).toBe(before?.digest);
    expect(told()).toEqual([
      "info NewArtifact stored artifact for commit 'a commit'",
      `error ArtifactVerificationFailed failed to verify integrity of artifact: computed digest doesn't match '${before?.digest}'`,
    ]);
    expect(artifactOf(restored)?.revision).toBe(`main@sha1:${hash}`);
  });

  test('holds only the directories asked for', async () => {
    const files = { 'apps/a.yaml': 'a', 'infra/b.yaml': 'b', 'c.yaml': 'c' };
    await cluster.commit('sparse', { files });
    await cluster.applyRepository('sparse', spec('sparse', { sparseCheckout: ['./apps'] }));
    const object = await cluster.settled('sparse');
    expect((await open(object)).entry('')).toEqual({ kind: 'directory', names: ['apps'] });
    expect(fieldOf(object, 'status', 'observedSparseCheckout')).toEqual(['./apps']);
    await cluster.applyRepository('sparse', spec('sparse', { sparseCheckout: ['c.yaml'], ignore: '*.txt' }));
    expect((await open(await cluster.settled('sparse'))).entry('')).toEqual({ kind: 'directory', names: ['c.yaml'] });
    await cluster.applyRepository('sparse', spec('sparse', { sparseCheckout: ['none'] }));
    expect(conditionsOf(await cluster.settled('sparse'))[1]).toBe(
      "Ready False GitOperationFailed failed to sparse checkout directories : sparse checkout dir 'none' does not exist in repository: lstat none: no such file or directory",
    );
  });

  test('holds submodules when they are asked for', async () => {
    const pinned = await cluster.commit('module', { files: { 'm.yaml': 'm' } });
    await cluster.commit('outer', {
      files: { 'a.yaml': 'a', '.gitmodules': `[submodule "m"]\n\tpath = vendor/m\n\turl = ../module.git\n` },
      changes: [{ path: 'vendor/m', submodule: pinned }],
    });
    await cluster.applyRepository('outer', spec('outer'));
    expect((await open(await cluster.settled('outer'))).entry('vendor/m')).toEqual({ kind: 'directory', names: [] });
    await cluster.applyRepository('outer', spec('outer', { recurseSubmodules: true }));
    const object = await cluster.settled('outer');
    expect(text(await open(object), 'vendor/m/m.yaml')).toBe('m');
    expect(fieldOf(object, 'status', 'observedRecurseSubmodules')).toBe(true);
  });

  test('goes with the object', async () => {
    await cluster.commit('deleted', { files: { a: 'a' } });
    await cluster.applyRepository('deleted', spec('deleted'));
    await cluster.settled('deleted');
    await cluster.client.delete({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      namespace: 'test',
      name: 'deleted',
    });
    await cluster.gone('deleted');
    expect(readdirSync(join(cluster.folder, 'data/gitrepository/test'))).not.toContain('deleted');
    expect(told().at(-1)).toBe('trace GarbageCollectionSucceeded garbage collected artifacts for deleted resource');
  });

  test('stays as it is while the object is suspended', async () => {
    await cluster.commit('suspended', { files: { a: 'a' } });
    await cluster.applyRepository('suspended', spec('suspended'));
    const before = await cluster.settled('suspended');
    await cluster.commit('suspended', { files: { a: 'b' } });
    await cluster.applyRepository('suspended', spec('suspended', { suspend: true }));
    const after = await cluster.settled('suspended');
    expect(artifactOf(after)).toEqual(artifactOf(before));
    expect(fieldOf(after, 'status', 'observedGeneration')).toBe(2);
    await cluster.applyRepository('suspended', spec('suspended'));
    expect(artifactOf(await cluster.settled('suspended'))?.revision).not.toBe(artifactOf(before)?.revision);
  });
});
