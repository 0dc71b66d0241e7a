import { createKubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from './logger.js';
import { SharedInformers } from './shared-informers.js';
import { ManualClock, settle } from './testing/manual-clock.js';
import { MemoryApi } from './testing/memory-api.js';

const WIDGET = { apiVersion: 'test.io/v1', kind: 'Widget' };

function widget(name: string, spec: object = {}, namespace = 'ns'): KubeObject {
  return { ...WIDGET, metadata: { namespace, name }, spec };
}

let api: MemoryApi;
let clock: ManualClock;
let informers: SharedInformers;
let stop: AbortController;

beforeEach(() => {
  api = new MemoryApi();
  clock = new ManualClock();
  stop = new AbortController();
  const client = createKubeClient(api, { nowMs: () => clock.nowMs() });
  informers = new SharedInformers({ client, clock, random: () => 0, log: silentLogger });
});

afterEach(async () => {
  stop.abort();
  await informers.stopped();
});

/** Watches widgets and writes down what is seen. */
async function observe(): Promise<readonly string[]> {
  const seen: string[] = [];
  informers.get({ kind: WIDGET }).onChange(({ object, old, deleted }) => {
    const what = deleted ? 'deleted' : old === undefined ? 'added' : 'changed';
    seen.push(`${what} ${object.metadata.name}`);
  });
  informers.start(stop.signal);
  await settle();
  return seen;
}

function watchesOf(): number {
  return api.requests.filter((line) => line.startsWith('WATCH')).length;
}

function listsOf(): number {
  return api.requests.filter((line) => line === 'GET /apis/test.io/v1/widgets').length;
}

describe('following', () => {
  it('tells what is there and then every change', async () => {
    api.put(widget('a'));
    const seen = await observe();
    api.put(widget('b'));
    api.put(widget('a', { x: 1 }));
    api.remove('Widget', 'b');
    await settle();
    expect(seen).toEqual(['added a', 'added b', 'changed a', 'deleted b']);
    expect(informers.get({ kind: WIDGET }).lister.list()).toHaveLength(1);
  });

  it('tells a late listener what is there', async () => {
    api.put(widget('a'));
    await observe();
    const seen: string[] = [];
    informers.get({ kind: WIDGET }).onChange(({ object }) => seen.push(object.metadata.name ?? ''));
    expect(seen).toEqual(['a']);
  });

  it('keeps a failing listener from harming the others', async () => {
    informers.get({ kind: WIDGET }).onChange(() => {
      throw new Error('listener');
    });
    const seen = await observe();
    api.put(widget('a'));
    await settle();
    expect(seen).toEqual(['added a']);
  });

  it('watches one target once, whoever asks', async () => {
    informers.get({ kind: WIDGET });
    await observe();
    informers.get({ kind: WIDGET, namespace: 'ns' });
    await settle();
    expect(watchesOf()).toBe(2);
  });

  it('makes no request while nothing happens', async () => {
    await observe();
    const before = api.requests.length;
    await clock.advance(3_600_000);
    expect(api.requests).toHaveLength(before);
  });
});

describe('resuming', () => {
  it('goes on from the last version when the stream ends', async () => {
    api.put(widget('a'));
    const seen = await observe();
    api.put(widget('b'));
    await settle();
    api.dropWatches();
    api.put(widget('c'));
    await clock.advance(5000);
    expect(seen).toEqual(['added a', 'added b', 'added c']);
    expect(listsOf()).toBe(1);
  });

  it('lists anew when the version has expired, and tells what was missed', async () => {
    api.put(widget('a'));
    api.put(widget('b'));
    const seen = await observe();
    api.intercept = (request) => (request.query?.['watch'] === undefined ? undefined : { status: 503 });
    api.dropWatches();
    await settle();
    api.remove('Widget', 'a');
    api.put(widget('c'));
    api.compact();
    api.intercept = () => undefined;
    await clock.advance(60_000);
    expect(seen).toEqual(['added a', 'added b', 'deleted a', 'added c']);
    expect(listsOf()).toBe(2);
  });

  it('backs off from a failing server', async () => {
    api.intercept = () => ({ status: 500 });
    await observe();
    await clock.advance(60_000);
    expect(api.requests.length).toBeLessThan(10);
    api.intercept = () => undefined;
    api.put(widget('a'));
    await clock.advance(60_000);
    expect(informers.get({ kind: WIDGET }).lister.list()).toHaveLength(1);
  });

  it('takes a kind that is not served as one without objects, until it is', async () => {
    api.intercept = ({ path }) => (path === '/apis/test.io/v1' ? { status: 404 } : undefined);
    const seen = await observe();
    expect(informers.get({ kind: WIDGET }).hasSynced).toBe(true);
    api.intercept = () => undefined;
    api.put(widget('a'));
    await clock.advance(60_000);
    expect(seen).toEqual(['added a']);
  });
});

describe('lookups', () => {
  it('files objects under indexed values and keeps the files up to date', async () => {
    const target = { kind: WIDGET };
    informers.addIndex(target, 'color', (object) => [String((object['spec'] as { color?: string }).color)]);
    await observe();
    api.put(widget('a', { color: 'red' }));
    api.put(widget('b', { color: 'red' }));
    api.put(widget('a', { color: 'blue' }));
    await settle();
    const { lister } = informers.get(target);
    const names = (value: string): unknown[] => lister.byIndex('color', value).map(({ metadata }) => metadata.name);
    expect([names('red'), names('blue'), names('green')]).toEqual([['b'], ['a'], []]);
    expect(() => lister.byIndex('size', 'x')).toThrow('no index');
  });

  it('reads from a synced informer, else from the API', async () => {
    api.put(widget('a'));
    await observe();
    const before = api.requests.length;
    expect(await informers.find({ ...WIDGET, namespace: 'ns', name: 'a' })).toBeDefined();
    expect(await informers.find({ ...WIDGET, namespace: 'ns', name: 'b' })).toBeUndefined();
    expect(api.requests).toHaveLength(before);
    expect(await informers.find({ ...WIDGET, kind: 'Source', namespace: 'ns', name: 'a' })).toBeUndefined();
    expect(api.requests.length).toBeGreaterThan(before);
  });
});
