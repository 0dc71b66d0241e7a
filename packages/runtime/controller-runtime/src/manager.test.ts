import type { EventRequest } from '@gotk/events';
import { createKubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ControllerDefinition,
  createManager,
  Halt,
  type Manager,
  Preempted,
  type ReconcileContext,
} from './index.js';
import { ManualClock, settle } from './testing/manual-clock.js';
import { MemoryApi } from './testing/memory-api.js';

const WIDGET = { apiVersion: 'test.io/v1', kind: 'Widget' };
const SOURCE = { apiVersion: 'test.io/v1', kind: 'Source' };
const FINALIZER = 'finalizers.fluxcd.io';

function widget(name: string, spec: object = { size: 1 }, metadata: object = {}): KubeObject {
  return { ...WIDGET, metadata: { namespace: 'ns', name, ...metadata }, spec, status: { observedGeneration: -1 } };
}

let api: MemoryApi;
let clock: ManualClock;
let events: EventRequest[];
let stop: AbortController;
let running: Promise<void>;

beforeEach(() => {
  api = new MemoryApi();
  clock = new ManualClock();
  events = [];
  stop = new AbortController();
  running = Promise.resolve();
});

afterEach(async () => {
  stop.abort();
  await running;
});

type Story = (context: ReconcileContext) => Promise<{ requeueAfterMs?: number }>;

function run(story: Story, definition: Partial<ControllerDefinition> = {}): Manager {
  const manager = createManager({
    client: createKubeClient(api, { nowMs: () => clock.nowMs() }),
    controllerName: 'widget-controller',
    clock,
    random: () => 0.5,
    events: { record: (event) => events.push(event), flush: async () => {} },
  });
  manager.add({
    kind: WIDGET,
    finalizer: FINALIZER,
    fieldOwner: 'widget-manager',
    ownedConditions: ['Ready', 'Reconciling', 'Stalled'],
    reconcile: story,
    ...definition,
  });
  running = manager.start(stop.signal);
  return manager;
}

function conditionsOf(name: string): readonly string[] {
  const conditions = fieldOf(api.get('Widget', name), 'status', 'conditions') as
    | { [field: string]: string }[]
    | undefined;
  return (conditions ?? []).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);
}

function succeed(context: ReconcileContext): { requeueAfterMs: number } {
  context.status.mark({ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'done' });
  return { requeueAfterMs: 60_000 };
}

describe('the story around a story', () => {
  it('adds the finalizer, reconciles, and writes one status', async () => {
    api.put(widget('a'));
    run(async (context) => succeed(context));
    await settle();
    expect(api.get('Widget', 'a')).toMatchObject({
      metadata: { finalizers: [FINALIZER] },
      status: { observedGeneration: 1 },
    });
    expect(conditionsOf('a')).toEqual(['Ready=True Succeeded: done']);
    expect(api.writes.map(({ path, query }) => [path.split('/').slice(-2).join('/'), query?.['fieldManager']])).toEqual(
      [
        ['widgets/a', 'widget-manager'],
        ['a/status', 'widget-manager'],
      ],
    );
  });

  it('writes nothing when nothing changes, interval after interval', async () => {
    api.put(widget('a'));
    let runs = 0;
    run(async (context) => {
      runs++;
      return succeed(context);
    });
    await settle();
    const before = api.writes.length;
    await clock.advance(600_000);
    expect(runs).toBe(11);
    expect(api.writes).toHaveLength(before);
  });

  it('leaves suspended objects alone but for the request they answered', async () => {
    api.put(widget('a', { suspend: true }, { annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } }));
    let runs = 0;
    run(async (context) => {
      runs++;
      return succeed(context);
    });
    await settle();
    expect(runs).toBe(0);
    expect(fieldOf(api.get('Widget', 'a'), 'status', 'lastHandledReconcileAt')).toBe('now');
  });

  it('runs the deletion story, then lets the object go', async () => {
    api.put(widget('a', {}, { finalizers: [FINALIZER], deletionTimestamp: '2024-01-01T00:00:00Z' }));
    const finalized: string[] = [];
    const forgotten: string[] = [];
    run(async (context) => succeed(context), {
      finalize: async ({ key }) => void finalized.push(key.name),
      forget: ({ name }) => void forgotten.push(name),
    });
    await settle();
    expect([finalized, forgotten, api.get('Widget', 'a')]).toEqual([['a'], ['a'], undefined]);
  });

  it('keeps the finalizer and retries when the deletion story fails', async () => {
    api.put(widget('a', {}, { finalizers: [FINALIZER, 'other'], deletionTimestamp: '2024-01-01T00:00:00Z' }));
    let attempts = 0;
    run(async (context) => succeed(context), {
      finalize: async () => {
        if (++attempts === 1) throw new Error('cannot delete');
      },
    });
    await settle();
    expect(api.get('Widget', 'a')?.metadata.finalizers).toEqual([FINALIZER, 'other']);
    expect(conditionsOf('a')).toEqual(['Ready=False Failed: cannot delete']);
    await clock.advance(750);
    expect(api.get('Widget', 'a')?.metadata.finalizers).toEqual(['other']);
  });

  it('passes over an object whose deletion is somebody else’s', async () => {
    api.put(widget('a', {}, { finalizers: ['other'], deletionTimestamp: '2024-01-01T00:00:00Z' }));
    run(async (context) => succeed(context));
    await settle();
    expect(api.writes).toEqual([]);
  });
});

describe('what wakes an object', () => {
  async function runsAfter(change: () => void): Promise<number> {
    api.put(widget('a'));
    let runs = 0;
    run(async (context) => {
      runs++;
      return succeed(context);
    });
    await settle();
    change();
    await settle();
    return runs - 1;
  }

  it.each([
    ['a new generation', () => api.patch('Widget', 'a', { spec: { size: 2 } }), 1],
    [
      'a request',
      () => api.patch('Widget', 'a', { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'x' } } }),
      1,
    ],
    ['another annotation', () => api.patch('Widget', 'a', { metadata: { annotations: { other: 'x' } } }), 0],
    ['its own status', () => api.patch('Widget', 'a', { status: { x: 1 } }), 0],
  ])('%s: %o', async (_name, change, runs) => {
    expect(await runsAfter(change as () => void)).toBe(runs);
  });

  it('answers a request with the status', async () => {
    await runsAfter(() =>
      api.patch('Widget', 'a', { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'x' } } }),
    );
    expect(fieldOf(api.get('Widget', 'a'), 'status', 'lastHandledReconcileAt')).toBe('x');
  });

  it('a change of a watched kind, by the rule’s keys', async () => {
    const woken: string[] = [];
    for (const name of ['a', 'b']) api.put(widget(name));
    run(
      async (context) => {
        woken.push(context.key.name);
        return succeed(context);
      },
      {
        indexes: { source: (object) => [String(fieldOf(object, 'spec', 'size'))] },
        watches: ({ objects }) => [
          {
            kind: SOURCE,
            keysFor: ({ object }) =>
              object.metadata.name === 's'
                ? objects.byIndex('source', '1').map(({ metadata }) => ({ namespace: 'ns', name: metadata.name ?? '' }))
                : [],
          },
        ],
      },
    );
    await settle();
    api.patch('Widget', 'b', { spec: { size: 2 } });
    await settle();
    woken.length = 0;
    api.put({ ...SOURCE, metadata: { namespace: 'ns', name: 's' } });
    api.put({ ...SOURCE, metadata: { namespace: 'ns', name: 'other' } });
    await settle();
    expect(woken).toEqual(['a']);
  });

  it('the interval, jittered', async () => {
    const times: number[] = [];
    api.put(widget('a'));
    run(async (context) => {
      times.push(context.nowMs());
      return succeed(context);
    });
    await settle();
    await clock.advance(60_000);
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60_000]);
  });
});

describe('halts', () => {
  it('a failed step says its reason, records the error, and is retried with backoff', async () => {
    api.put(widget('a'));
    let attempts = 0;
    run(async (context) => {
      context.annotateEvents({ 'test.io/revision': 'r1' });
      context.status.mark({ type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'building' });
      await context.step('build', 'BuildFailed', () => {
        if (++attempts < 3) throw new Error('no such file');
      });
      return succeed(context);
    });
    await settle();
    expect(conditionsOf('a')).toEqual([
      'Reconciling=True ProgressingWithRetry: building',
      'Ready=False BuildFailed: no such file',
    ]);
    expect(events).toMatchObject([
      {
        severity: 'error',
        reason: 'BuildFailed',
        message: 'no such file',
        metadata: { 'test.io/revision': 'r1' },
        controller: 'widget-controller',
      },
    ]);
    await clock.advance(750);
    expect(attempts).toBe(2);
    await clock.advance(1500);
    expect(conditionsOf('a')).toEqual(['Ready=True Succeeded: done']);
  });

  it('uses the object’s retry interval in place of the backoff', async () => {
    api.put(widget('a'));
    let attempts = 0;
    run(
      async () => {
        attempts++;
        throw new Error('no');
      },
      { retryIntervalMs: () => 10_000 },
    );
    await settle();
    await clock.advance(9_999);
    expect(attempts).toBe(1);
    await clock.advance(1);
    expect(attempts).toBe(2);
  });

  it('a stalled object is reported and not retried until it changes', async () => {
    api.put(widget('a'));
    let attempts = 0;
    run(async (context) => {
      attempts++;
      await context.step('check', 'AccessDenied', () => {
        throw new Halt({ kind: 'stalled', message: 'not allowed' });
      });
      return {};
    });
    await settle();
    await clock.advance(3_600_000);
    expect(attempts).toBe(1);
    expect(conditionsOf('a')).toEqual([
      'Stalled=True AccessDenied: not allowed',
      'Ready=False AccessDenied: not allowed',
    ]);
    api.patch('Widget', 'a', { spec: { size: 9 } });
    await settle();
    expect(attempts).toBe(2);
  });

  it('a waiting object is silent unless an event is given, and comes back in time', async () => {
    api.put(widget('a'));
    let attempts = 0;
    run(async () => {
      const quiet = ++attempts === 1;
      throw new Halt({
        kind: 'waiting',
        reason: 'DependencyNotReady',
        message: "dependency 'ns/b' is not ready",
        ...(quiet ? {} : { event: { severity: 'info' as const, message: 'waiting' } }),
        requeueAfterMs: 30_000,
      });
    });
    await settle();
    expect(events).toEqual([]);
    expect(conditionsOf('a')).toEqual(["Ready=False DependencyNotReady: dependency 'ns/b' is not ready"]);
    await clock.advance(30_000);
    expect(events).toMatchObject([{ severity: 'info', reason: 'DependencyNotReady', message: 'waiting' }]);
  });

  it('a malformed object stops only itself', async () => {
    for (const name of ['bad1', 'good', 'bad2']) api.put(widget(name));
    const reconciled: string[] = [];
    run(
      async (context) => {
        reconciled.push(context.key.name);
        return succeed(context);
      },
      {
        parse: (object) => {
          if (object.metadata.name?.startsWith('bad') === true) throw new Error('spec.size: not a number');
          return object;
        },
      },
    );
    await settle();
    expect(reconciled).toEqual(['good']);
    expect(conditionsOf('bad1')).toEqual([
      'Stalled=True InvalidSpec: malformed object: spec.size: not a number',
      'Ready=False InvalidSpec: malformed object: spec.size: not a number',
    ]);
  });
});

describe('workers', () => {
  it('works on at most so many objects at once, and never twice on one', async () => {
    for (let n = 0; n < 10; n++) api.put(widget(`w${n}`));
    let active = 0;
    let most = 0;
    run(
      async (context) => {
        most = Math.max(most, ++active);
        await settle();
        active--;
        return succeed(context);
      },
      { concurrency: 3 },
    );
    for (let n = 0; n < 10; n++) await settle();
    expect(most).toBe(3);
  });

  it('a parked wait holds no worker', async () => {
    api.put(widget('waits'));
    api.put(widget('works'));
    const done: string[] = [];
    let release: () => void = () => {};
    run(
      async (context) => {
        if (context.key.name === 'waits') await context.park(() => new Promise<void>((resolve) => (release = resolve)));
        done.push(context.key.name);
        return succeed(context);
      },
      { concurrency: 1 },
    );
    await settle();
    expect(done).toEqual(['works']);
    release();
    await settle();
    expect(done).toEqual(['works', 'waits']);
  });

  it('a new generation pre-empts a wait and starts over', async () => {
    api.put(widget('a'));
    const seen: string[] = [];
    run(async (context) => {
      const size = fieldOf(context.object, 'spec', 'size');
      if (size === 2) return succeed(context);
      try {
        await context.park(
          (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        );
      } catch (error) {
        if (error instanceof Preempted) seen.push(error.message);
        throw error;
      }
      return {};
    });
    await settle();
    api.patch('Widget', 'a', { spec: { size: 2 } });
    await settle();
    expect(seen).toEqual(['New reconciliation triggered by Widget/ns/a']);
    expect(conditionsOf('a')).toEqual(['Ready=True Succeeded: done']);
  });

  it('aborts the story of an object that has gone', async () => {
    api.put(widget('a', {}, { finalizers: [FINALIZER] }));
    let aborted = false;
    run(
      async ({ signal }) => {
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return {};
      },
      {
        forget: () => {
          aborted = true;
        },
      },
    );
    await settle();
    api.remove('Widget', 'a');
    await settle();
    expect([aborted, api.writes]).toEqual([true, []]);
    expect(events).toEqual([]);
  });
});

describe('status', () => {
  it('keeps conditions of others and merges with what changed meanwhile', async () => {
    api.put(widget('a'));
    run(async (context) => {
      api.patch('Widget', 'a', {
        status: {
          other: 1,
          conditions: [{ type: 'Audited', status: 'True', reason: 'R', message: 'm', lastTransitionTime: 't' }],
        },
      });
      return succeed(context);
    });
    await settle();
    expect(conditionsOf('a')).toEqual(['Ready=True Succeeded: done', 'Audited=True R: m']);
    expect(fieldOf(api.get('Widget', 'a'), 'status', 'other')).toBe(1);
  });

  it('shows progress when it is saved, and nothing when it is not', async () => {
    api.put(widget('a'));
    run(async (context) => {
      context.status.mark({ type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'one' });
      await context.save();
      await context.save();
      return succeed(context);
    });
    await settle();
    expect(api.writes.filter(({ path }) => path.endsWith('/status'))).toHaveLength(2);
  });

  it('retries later when the status cannot be written', async () => {
    api.put(widget('a', {}, { finalizers: [FINALIZER] }));
    api.intercept = ({ path }) => (path.endsWith('/status') ? { status: 500 } : undefined);
    run(async (context) => succeed(context));
    await settle();
    expect(conditionsOf('a')).toEqual([]);
    api.intercept = () => undefined;
    await clock.advance(750);
    expect(conditionsOf('a')).toEqual(['Ready=True Succeeded: done']);
  });
});

describe('the manager', () => {
  it('is ready once its objects are known', async () => {
    const manager = run(async (context) => succeed(context));
    expect(manager.isReady()).toBe(false);
    await manager.whenReady();
    expect(manager.isReady()).toBe(true);
  });

  it('stops cleanly: running stories are aborted and write nothing more', async () => {
    api.put(widget('a', {}, { finalizers: [FINALIZER] }));
    run(async ({ signal }) => {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      return {};
    });
    await settle();
    stop.abort();
    await running;
    expect([api.writes, events, clock.pending]).toEqual([[], [], 0]);
  });
});
