import type { KubeObject, ManagedFieldsEntry } from '@gotk/objects';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DriftPolicy, DriftTracker } from './drift-tracker.js';

const OWNER = { namespace: 'ns', name: 'app' };
const LABELS = { 'pipelines.example.com/namespace': 'ns', 'pipelines.example.com/name': 'app' };

function fields(manager: string, operation: 'Apply' | 'Update', ...names: readonly string[]): ManagedFieldsEntry {
  return { manager, operation, fieldsV1: Object.fromEntries(names.map((name) => [`f:${name}`, {}])) };
}

function object(
  resourceVersion: string,
  managedFields: readonly ManagedFieldsEntry[],
  metadata: object = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'ns', name: 'a', uid: 'u', resourceVersion, labels: LABELS, managedFields, ...metadata },
  };
}

const ours = fields('pipeline-controller', 'Apply', 'x', 'y');
const applied = object('10', [ours]);

let nowMs: number;
let drift: DriftTracker;

beforeEach(() => {
  nowMs = 0;
  drift = tracker('object');
});

function tracker(per: 'object' | 'owner'): DriftTracker {
  const policy: DriftPolicy = {
    group: 'pipelines.example.com',
    owns: ({ manager }) => manager === 'pipeline-controller',
    isUnwanted: ({ metadata }) => (metadata.managedFields ?? []).some(({ manager }) => manager === 'kubectl-edit'),
    yieldsToOthers: true,
    pace: { per, atOnce: 2 },
  };
  return new DriftTracker({ policy, nowMs: () => nowMs });
}

function judge(changed: KubeObject, deleted = false) {
  return drift.judge({ object: changed, old: applied, deleted });
}

describe('a change', () => {
  it.each([
    ['its own write, told by the watch', applied, false],
    ['an older state, told late', object('9', [fields('pipeline-controller', 'Apply', 'x')]), false],
    ['a status', object('11', [ours, fields('kubelet', 'Update', 'status')]), false],
    ['a field that somebody else added', object('11', [ours, fields('operator', 'Update', 'z')]), false],
    [
      'a field that somebody else took',
      object('11', [fields('pipeline-controller', 'Apply', 'x'), fields('operator', 'Update', 'y')]),
      true,
    ],
    ['anything by a manager that is undone', object('11', [ours, fields('kubectl-edit', 'Update', 'z')]), true],
    ['a version with more digits', object('100', [fields('pipeline-controller', 'Apply', 'x')]), true],
    [
      'an object that another owner has taken',
      object('11', [], { labels: { ...LABELS, 'pipelines.example.com/name': 'other' } }),
      false,
    ],
    ['an object it has never applied', object('11', [], { uid: 'copy' }), false],
  ])('is put right or not: %s', (_name, changed, isDrift) => {
    drift.observe(OWNER, applied);
    expect(judge(changed)?.owner).toEqual(isDrift ? OWNER : undefined);
  });

  it('that deletes is put right, unless the owner itself deletes', () => {
    drift.observe(OWNER, applied);
    expect(judge(applied, true)?.owner).toEqual(OWNER);
    drift.release('u');
    expect(judge(applied, true)).toBeUndefined();
  });
});

describe('while the owner is at work', () => {
  const taken = object('12', [fields('pipeline-controller', 'Apply', 'x'), fields('operator', 'Update', 'y')]);

  it('changes are held, and its own are then known for what they are', () => {
    drift.observe(OWNER, object('8', [fields('pipeline-controller', 'Apply', 'x')]));
    drift.hold(OWNER);
    expect(judge(applied)).toBeUndefined();
    drift.observe(OWNER, applied);
    expect(drift.judgeHeld(OWNER)).toBeUndefined();
  });

  it('somebody else’s later change is seen at the end', () => {
    drift.hold(OWNER);
    drift.observe(OWNER, applied);
    expect(judge(taken)).toBeUndefined();
    expect(drift.judgeHeld(OWNER)).toBe(100);
    expect(judge(taken)?.owner).toEqual(OWNER);
  });
});

describe('somebody who insists', () => {
  it('is answered ever more slowly, and quickly again after a while', () => {
    const delays: (number | undefined)[] = [];
    for (let round = 0; round < 9; round++) {
      drift.observe(OWNER, object(String(10 + round * 2), [ours]));
      delays.push(judge(object(String(11 + round * 2), []))?.delayMs);
    }
    expect(delays).toEqual([100, 100, 400, 1600, 6400, 25_600, 102_400, 300_000, 300_000]);
    nowMs = 700_000;
    expect(judge(object('99', []))?.delayMs).toBe(100);
  });
});

it('counts the insistence on all objects of an owner together, where the policy says so', () => {
  drift = tracker('owner');
  const delays = ['u', 'v', 'w'].map((uid) => {
    drift.observe(OWNER, object('10', [ours], { uid }));
    return judge(object('11', [], { uid }))?.delayMs;
  });
  expect(delays).toEqual([100, 100, 400]);
});

it('forgets the objects of an owner that is gone', () => {
  drift.observe(OWNER, applied);
  drift.forget(OWNER);
  expect(judge(applied, true)).toBeUndefined();
});
