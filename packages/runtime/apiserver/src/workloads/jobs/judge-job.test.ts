import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { judgeCompletions, judgeJob } from './judge-job.js';
import { observeJob } from './observe-job.js';
import { planPods } from './plan-pods.js';

const START = '2026-01-01T00:00:00Z';
const NOW = Date.parse('2026-01-01T00:01:00Z');

const job = (spec: object, status: object = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work', namespace: 'a' },
  spec: { completions: 1, parallelism: 1, backoffLimit: 6, ...spec },
  status: { startTime: START, ...status },
});

let count = 0;
const pod = (phase: string, { index, annotations = {}, ...status }: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `work-${count}`,
    namespace: 'a',
    uid: `uid-${count++}`,
    creationTimestamp: START,
    finalizers: ['batch.kubernetes.io/job-tracking'],
    annotations: {
      ...(index === undefined ? {} : { 'batch.kubernetes.io/job-completion-index': String(index) }),
      ...(annotations as Record<string, string>),
    },
  },
  status: { phase, ...status },
});

const exited = (exitCode: number): object => ({
  containerStatuses: [{ name: 'a', state: { terminated: { exitCode, finishedAt: START } } }],
});

const plan = (work: KubeObject, pods: readonly KubeObject[] = []): unknown => {
  const options = { nowMs: NOW, backoffMs: undefined, most: 100, byDispensability: () => 0 };
  const { remove, create } = planPods(observeJob(work, pods), options);
  return { remove: remove.length, create };
};

const indexed = { completionMode: 'Indexed', completions: 4, parallelism: 2 };

describe('the end of a Job', () => {
  it.each<[string, object, readonly KubeObject[], object | undefined]>([
    ['is not while failures are allowed', { backoffLimit: 1 }, [pod('Failed')], undefined],
    [
      'is there when too many failed',
      { backoffLimit: 1 },
      [pod('Failed'), pod('Failed')],
      { complete: false, reason: 'BackoffLimitExceeded' },
    ],
    ['is there when its time is over', { activeDeadlineSeconds: 30 }, [], { reason: 'DeadlineExceeded' }],
    ['is not while it is suspended', { activeDeadlineSeconds: 30, suspend: true }, [], undefined],
    [
      'is there when containers were restarted too often',
      { backoffLimit: 2, template: { spec: { restartPolicy: 'OnFailure' } } },
      [pod('Running', { containerStatuses: [{ name: 'a', restartCount: 2 }] })],
      { reason: 'BackoffLimitExceeded' },
    ],
    [
      'comes by a policy that a pod meets',
      { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [3] } }] } },
      [pod('Failed', { ...exited(3) })],
      { reason: 'PodFailurePolicy' },
    ],
    [
      'does not come by failures that a policy ignores',
      {
        backoffLimit: 0,
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
      },
      [pod('Failed', { conditions: [{ type: 'DisruptionTarget', status: 'True' }] })],
      undefined,
    ],
    [
      'comes with more failed indexes than there may be',
      { ...indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 1 },
      [pod('Failed', { index: 0 }), pod('Failed', { index: 1 })],
      { reason: 'MaxFailedIndexesExceeded' },
    ],
    [
      'comes with the last index when one has failed',
      { ...indexed, completions: 2, backoffLimitPerIndex: 0 },
      [pod('Failed', { index: 0 }), pod('Succeeded', { index: 1 })],
      { reason: 'FailedIndexes' },
    ],
    [
      'does not come while an index may be tried again',
      { ...indexed, completions: 2, backoffLimitPerIndex: 1 },
      [pod('Failed', { index: 0 }), pod('Succeeded', { index: 1 })],
      undefined,
    ],
    [
      'comes by a policy of success',
      { ...indexed, successPolicy: { rules: [{ succeededIndexes: '1-2', succeededCount: 1 }] } },
      [pod('Succeeded', { index: 2 })],
      { complete: true, reason: 'SuccessPolicy', message: 'Matched rules at index 0' },
    ],
  ])('%s', (_, spec, pods, expected) => {
    const end = judgeJob(observeJob(job(spec), pods), NOW);
    if (expected === undefined) expect(end).toBeUndefined();
    else expect(end).toMatchObject(expected);
  });

  it('stays as it was decided', () => {
    const conditions = [{ type: 'FailureTarget', status: 'True', reason: 'Because', message: 'of that' }];
    const state = observeJob(job({}, { conditions }), []);
    expect(judgeJob(state, NOW)).toEqual({ complete: false, reason: 'Because', message: 'of that' });
  });

  it.each<[string, object, readonly KubeObject[], number, boolean]>([
    ['enough have succeeded', { completions: 1 }, [pod('Succeeded')], 0, true],
    ['some are still there', { completions: 1 }, [pod('Succeeded')], 1, false],
    ['no number is asked for and one succeeded', { completions: undefined }, [pod('Succeeded')], 0, true],
    ['no number is asked for and none succeeded', { completions: undefined }, [pod('Failed')], 0, false],
    ['no completions are asked for', { completions: 0 }, [], 0, true],
  ])('by completions: %s', (_, spec, pods, active, isComplete) => {
    expect(judgeCompletions(observeJob(job(spec), pods), active) !== undefined).toBe(isComplete);
  });
});

describe('the pods of a Job', () => {
  it.each<[string, object, readonly KubeObject[], object]>([
    [
      'come as many as may run at a time',
      { completions: 5, parallelism: 3 },
      [],
      { remove: 0, create: Array(3).fill(undefined) },
    ],
    [
      'are no more than are missing',
      { completions: 2, parallelism: 3 },
      [pod('Succeeded')],
      { remove: 0, create: [undefined] },
    ],
    ['go when it is suspended', { suspend: true }, [pod('Running')], { remove: 1, create: [] }],
    ['go when there are too many', { parallelism: 1 }, [pod('Running'), pod('Pending')], { remove: 1, create: [] }],
    [
      'without completions wait for the others after a success',
      { completions: undefined, parallelism: 3 },
      [pod('Succeeded'), pod('Running')],
      { remove: 0, create: [] },
    ],
    ['take the lowest free indexes', indexed, [pod('Running', { index: 0 })], { remove: 0, create: [1] }],
    [
      'go when another has their index',
      indexed,
      [pod('Running', { index: 0 }), pod('Running', { index: 0 })],
      { remove: 1, create: [] },
    ],
    [
      'leave out indexes that failed for good',
      { ...indexed, backoffLimitPerIndex: 0 },
      [pod('Failed', { index: 0 })],
      { remove: 0, create: [1, 2] },
    ],
  ])('%s', (_, spec, pods, expected) => {
    expect(plan(job(spec), pods)).toEqual(expected);
  });
});
