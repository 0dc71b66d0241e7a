import { artifactOf } from '@gotk/flux-types';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';

describe('included repositories', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.commit('app', {
      files: { 'a.yaml': 'a', 'full/x.yaml': 'x' },
      changes: [{ path: 'up', symlink: '../..' }],
    });
    await cluster.commit('lib', { files: { 'l.yaml': 'l', 'deep/m.yaml': 'm' } });
    await cluster.applyRepository('lib', { interval: '1h', url: cluster.urlOf('lib'), ref: { branch: 'main' } });
    await cluster.settled('lib');
  });
  afterAll(() => cluster.close());

  const apply = (name: string, ...include: readonly object[]) =>
    cluster.applyRepository(name, {
      interval: '1h',
      url: cluster.urlOf('app'),
      ref: { branch: 'main' },
      include: [...include] as never,
    });
  const repository = { name: 'lib' };

  test('stand at their places', async () => {
    await apply('both', { repository, fromPath: 'deep', toPath: 'vendor/lib' }, { repository });
    const object = await cluster.settled('both');
    const artifact = artifactOf(object);
    if (artifact === undefined) throw new Error('there is no artifact');
    const tree = await cluster.store.open(artifact, AbortSignal.timeout(5000));
    expect(tree.entry('')).toEqual({ kind: 'directory', names: ['a.yaml', 'full', 'lib', 'vendor'] });
    expect(tree.entry('vendor/lib')).toEqual({ kind: 'directory', names: ['m.yaml'] });
    expect(tree.entry('lib')).toEqual({ kind: 'directory', names: ['deep', 'l.yaml'] });
    expect(fieldOf(object, 'status', 'includedArtifacts')).toHaveLength(2);
    expect(fieldOf(object, 'status', 'observedInclude')).toEqual([
      { repository, fromPath: 'deep', toPath: 'vendor/lib' },
      { repository },
    ]);
  });

  test('are waited for, and used as soon as they are there', async () => {
    await apply('waiting', { repository: { name: 'later' } });
    const waiting = await cluster.settled('waiting');
    const message = `could not get resource for include 'later': GitRepository.source.toolkit.fluxcd.io "later" not found`;
    expect(conditionsOf(waiting)).toEqual([
      'Reconciling True ProgressingWithRetry building artifact',
      `Ready False NotFound ${message}`,
      `IncludeUnavailable True NotFound ${message}`,
    ]);
    await cluster.commit('later', { files: { 'x.yaml': 'x' } });
    await cluster.applyRepository('later', { interval: '1h', url: cluster.urlOf('later'), ref: { branch: 'main' } });
    await cluster.until('waiting', (object) => artifactOf(object) !== undefined);
  });

  test.each([
    { name: 'a folder with files in it', include: { repository, toPath: 'full' }, reason: 'rename  full: file exists' },
    {
      name: 'a file in place of a folder',
      include: { repository, toPath: 'a.yaml' },
      reason: 'rename  a.yaml: not a directory',
    },
    { name: 'the root', include: { repository, toPath: '/' }, reason: 'rename  : file exists' },
    { name: 'the root, by a link', include: { repository, toPath: 'up/..' }, reason: 'rename  : file exists' },
    {
      name: 'what is not there',
      include: { repository, fromPath: 'none' },
      reason: 'cannot stat none: no such file or directory',
    },
  ])('$name is an error', async ({ include, reason }) => {
    await apply('failing', include);
    const object = await cluster.settled('failing');
    const { fromPath = '', toPath = 'lib' } = include as { fromPath?: string; toPath?: string };
    const ready = `CopyFailure failed to copy 'lib' include from ${fromPath} to ${toPath}: ${reason}`;
    expect(conditionsOf(object)).toContain(`Ready False ${ready}`);
    expect(conditionsOf(object)).toContain(`StorageOperationFailed True ${ready}`);
  });
});
