import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
  await cluster.source('r1', { 'a.yaml': configMap('a'), 'b.yaml': configMap('b') });
  await cluster.apply('app');
  await cluster.ready('app');
  cluster.events.length = 0;
});

afterEach(() => cluster.close());

const keyOf = (name: string) => ({ ...CONFIG_MAP, namespace: 'ns', name });

async function edit(name: string, body: object): Promise<void> {
  await cluster.client.patch(keyOf(name), { type: 'merge', body: body as never }, { fieldManager: 'somebody' });
}

describe('somebody who', () => {
  it('changes an applied field sees it changed back', async () => {
    await edit('a', { data: { x: 'theirs' } });
    await cluster.until(keyOf('a'), (object) => (object?.['data'] as { x?: string } | undefined)?.x === '1');
    await cluster.ready('app');
    expect(cluster.eventsOf('app')[0]).toBe('info Progressing: ConfigMap/ns/a configured');
  });

  it('deletes objects sees them again, all told in one event', async () => {
    for (const name of ['a', 'b']) await cluster.client.delete(keyOf(name));
    for (const name of ['a', 'b']) await cluster.until(keyOf(name), (object) => object !== undefined);
    await cluster.untilKustomization('app', () => cluster.events.length > 1);
    expect(cluster.eventsOf('app')[0]).toBe('info Progressing: ConfigMap/ns/a created\nConfigMap/ns/b created');
  });

  it('adds a field of their own is left alone', async () => {
    await edit('a', { data: { theirs: 'x' } });
    await sleep(400);
    expect([cluster.events, (await cluster.find(CONFIG_MAP, 'a'))?.['data']]).toEqual([[], { x: '1', theirs: 'x' }]);
  });
});

it('a suspended Kustomization puts nothing right', async () => {
  await cluster.apply('app', { suspend: true });
  await edit('a', { data: { x: 'theirs' } });
  await sleep(400);
  expect((await cluster.find(CONFIG_MAP, 'a'))?.['data']).toEqual({ x: 'theirs' });
});

it('at rest nothing is written', async () => {
  const before = (await cluster.client.list(CONFIG_MAP, {})).metadata.resourceVersion;
  await sleep(500);
  expect((await cluster.client.list(CONFIG_MAP, {})).metadata.resourceVersion).toBe(before);
});

it('an object that is recreated by force is not taken for one that somebody deleted', async () => {
  const immutable = (x: string): string =>
    JSON.stringify({ ...CONFIG_MAP, metadata: { name: 'fixed' }, data: { x }, immutable: true });
  await cluster.source('r2', { 'fixed.yaml': immutable('1') });
  await cluster.ready('app', 'r2');
  await cluster.apply('app', { force: true });
  await cluster.ready('app', 'r2');
  await cluster.source('r3', { 'fixed.yaml': immutable('2') });
  const object = await cluster.ready('app', 'r3');
  await sleep(400);
  expect((await cluster.find(CONFIG_MAP, 'fixed'))?.['data']).toEqual({ x: '2' });
  expect((await cluster.get('app')).metadata.resourceVersion).toBe(object.metadata.resourceVersion);
});
