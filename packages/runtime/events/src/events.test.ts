import { ApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEventRecorder, type EventRecorder, type EventRecorderOptions, type EventRequest } from './index.js';

const START = Date.UTC(2024, 0, 1);
const object: KubeObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { namespace: 'ns', name: 'app', uid: 'u1', resourceVersion: '7' },
};

function event(fields: Partial<EventRequest> = {}): EventRequest {
  return {
    object,
    severity: 'info',
    reason: 'Progressing',
    message: 'hello',
    controller: 'kustomize-controller',
    ...fields,
  };
}

let nowMs: number;
let created: KubeObject[];
let patched: unknown[];
let posted: { readonly url: string; readonly body: string }[];
let failures: string[];
let failWrites: Error[];
let answers: (number | Error)[];
let slept: number[];

beforeEach(() => {
  nowMs = START;
  [created, patched, posted, failures, failWrites, answers, slept] = [[], [], [], [], [], [], []];
});

function recorder(options: Partial<EventRecorderOptions> = {}): EventRecorder {
  return createEventRecorder({
    client: {
      create: async (created_) => {
        const failure = failWrites.shift();
        if (failure !== undefined) throw failure;
        created.push(created_);
        return created_;
      },
      patch: async (key, patch) => {
        const failure = failWrites.shift();
        if (failure !== undefined) throw failure;
        patched.push([key.name, patch.type === 'strategic' ? patch.body : undefined]);
        return object as never;
      },
    },
    eventsAddress: 'http://notification/',
    hostName: 'pod-1',
    nowMs: () => nowMs,
    sleep: async (delayMs) => void slept.push(delayMs),
    onFailure: (message) => failures.push(message),
    fetch: (async (url: string, init: { body: string }) => {
      posted.push({ url, body: init.body });
      const answer = answers.shift() ?? 202;
      if (answer instanceof Error) throw answer;
      return new Response('', { status: answer });
    }) as unknown as typeof fetch,
    ...options,
  });
}

function status(code: number, reason: string): ApiError {
  return new ApiError({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: reason });
}

describe('core/v1 Events', () => {
  it('are written beside their object', async () => {
    const events = recorder();
    events.record(event({ severity: 'error', metadata: { 'kustomize.toolkit.fluxcd.io/revision': 'r1' } }));
    await events.flush();
    expect(created).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          name: `app.${(BigInt(START) * 1_000_000n).toString(16)}`,
          namespace: 'ns',
          annotations: { 'kustomize.toolkit.fluxcd.io/revision': 'r1' },
        },
        involvedObject: {
          kind: 'Kustomization',
          namespace: 'ns',
          name: 'app',
          uid: 'u1',
          apiVersion: object.apiVersion,
          resourceVersion: '7',
        },
        reason: 'Progressing',
        message: 'hello',
        source: { component: 'kustomize-controller' },
        firstTimestamp: '2024-01-01T00:00:00Z',
        lastTimestamp: '2024-01-01T00:00:00Z',
        count: 1,
        type: 'Warning',
        reportingComponent: 'kustomize-controller',
        reportingInstance: '',
      },
    ]);
  });

  it('count up when they repeat', async () => {
    const events = recorder();
    events.record(event());
    nowMs += 61_000;
    events.record(event());
    events.record(event({ message: 'other' }));
    await events.flush();
    expect(created.map(({ message }) => message)).toEqual(['hello', 'other']);
    expect(patched).toEqual([
      [created[0]?.metadata.name, { count: 2, lastTimestamp: '2024-01-01T00:01:01Z', message: 'hello' }],
    ]);
  });

  it('begin anew with their count when they have expired', async () => {
    const events = recorder();
    events.record(event());
    await events.flush();
    failWrites = [status(404, 'NotFound')];
    events.record(event());
    await events.flush();
    expect(created.map(({ count }) => count)).toEqual([1, 2]);
  });

  it('become one when too many messages differ', async () => {
    const events = recorder();
    for (let n = 0; n < 12; n++) events.record(event({ message: `message ${n}` }));
    await events.flush();
    expect(created.map(({ message }) => message).at(-1)).toBe('(combined from similar events): message 9');
    expect(created).toHaveLength(10);
    expect(patched.map((patch) => (patch as [string, { message: string }])[1].message)).toEqual([
      '(combined from similar events): message 10',
      '(combined from similar events): message 11',
    ]);
  });

  it('are dropped when an object floods, and let through again later', async () => {
    const events = recorder();
    for (let n = 0; n < 40; n++) events.record(event());
    await events.flush();
    expect(created.length + patched.length).toBe(25);
    nowMs += 300_000;
    events.record(event());
    events.record(event({ object: { ...object, metadata: { ...object.metadata, name: 'other', uid: 'u2' } } }));
    await events.flush();
    expect(created.length + patched.length).toBe(27);
  });

  it('wait for a server that cannot be reached, but not for one that refuses', async () => {
    const events = recorder();
    failWrites = [new Error('connection refused'), new Error('connection refused')];
    events.record(event());
    await events.flush();
    expect([created.length, slept]).toEqual([1, [10_000, 10_000]]);
    failWrites = [status(403, 'Forbidden')];
    events.record(event({ message: 'other' }));
    await events.flush();
    expect(failures).toEqual(['Forbidden']);
  });
});

describe('forwarding', () => {
  it('posts the body that notification-controller reads', async () => {
    const events = recorder();
    const annotated = {
      ...object,
      metadata: { ...object.metadata, annotations: { 'event.toolkit.fluxcd.io/team': 'a', other: 'b' } },
    };
    events.record(event({ object: annotated, metadata: { 'kustomize.toolkit.fluxcd.io/revision': 'r1' } }));
    await events.flush();
    expect(posted).toEqual([
      {
        url: 'http://notification/',
        body: '{"involvedObject":{"kind":"Kustomization","namespace":"ns","name":"app","uid":"u1","apiVersion":"kustomize.toolkit.fluxcd.io/v1","resourceVersion":"7"},"severity":"info","timestamp":"2024-01-01T00:00:00Z","message":"hello","reason":"Progressing","metadata":{"event.toolkit.fluxcd.io/team":"a","kustomize.toolkit.fluxcd.io/revision":"r1"},"reportingController":"kustomize-controller","reportingInstance":"pod-1"}',
      },
    ]);
  });

  it.each([
    ['a trace', { severity: 'trace' as const }, {}],
    ['nothing without an address', {}, { eventsAddress: '' }],
  ])('does not post %s, but writes the Event', async (_name, fields, options) => {
    const events = recorder(options);
    events.record(event(fields));
    await events.flush();
    expect([posted.length, created.length, created[0]?.['type']]).toEqual([0, 1, 'Normal']);
  });

  it.each([
    [
      'gives up after four retries',
      [500, 502, new Error('refused'), 503, 500, 202],
      5,
      'the events address answered 500',
    ],
    ['does not repeat what is refused', [400], 1, 'the events address answered 400'],
    ['takes 429 for a duplicate', [429], 1, undefined],
    ['retries until it is delivered', [503, 202], 2, undefined],
  ])('%s', async (_name, script, posts, failure) => {
    answers = script;
    const events = recorder();
    events.record(event());
    await events.flush();
    expect([posted.length, failures[0]]).toEqual([posts, failure]);
  });

  it('drops events that find no room, and says so', async () => {
    const events = recorder();
    for (let n = 0; n < 1010; n++) events.record(event());
    await events.flush();
    expect([posted.length, failures.length]).toEqual([1000, 10]);
  });
});
