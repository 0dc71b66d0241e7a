import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { type JobCounts, judgeJob } from './judge-job.js';

const START = '2026-01-01T00:00:00Z';
const NOW = Date.parse('2026-01-01T00:01:00Z');

const job = (spec: object, status: object = { startTime: START }): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work' },
  spec: { completions: 1, parallelism: 1, backoffLimit: 6, ...spec },
  status,
});

const counts = (given: Partial<JobCounts> = {}): JobCounts => ({
  succeeded: 0,
  failed: 0,
  active: 0,
  indexes: new Set(),
  ...given,
});

describe('a Job', () => {
  it.each([
    ['runs a pod', {}, {}, { kind: 'run', active: 1 }],
    ['runs as many as it may at a time', { completions: 5, parallelism: 3 }, {}, { kind: 'run', active: 3 }],
    ['runs no more than are missing', { completions: 5, parallelism: 3 }, { succeeded: 4 }, { kind: 'run', active: 1 }],
    [
      'is complete when enough have succeeded',
      { completions: 2 },
      { succeeded: 2 },
      { kind: 'end', complete: true, reason: 'CompletionsReached' },
    ],
    ['goes on while failures are allowed', { backoffLimit: 2 }, { failed: 2 }, { kind: 'run', active: 1 }],
    [
      'fails when too many have failed',
      { backoffLimit: 2 },
      { failed: 3 },
      { kind: 'end', complete: false, reason: 'BackoffLimitExceeded' },
    ],
    [
      'fails when its time is over',
      { activeDeadlineSeconds: 30 },
      {},
      { kind: 'end', complete: false, reason: 'DeadlineExceeded' },
    ],
    [
      'wakes when its time will be over',
      { activeDeadlineSeconds: 90 },
      {},
      { kind: 'run', active: 1, wakeAfterMs: 30_000 },
    ],
    ['is suspended', { suspend: true, activeDeadlineSeconds: 1 }, {}, { kind: 'suspend' }],
    [
      'without completions works until one succeeds',
      { completions: undefined, parallelism: 2 },
      {},
      { kind: 'run', active: 2 },
    ],
    [
      'without completions lets the others end',
      { completions: undefined, parallelism: 2 },
      { succeeded: 1, active: 1 },
      { kind: 'run', active: 1 },
    ],
    [
      'without completions is complete then',
      { completions: undefined, parallelism: 2 },
      { succeeded: 1 },
      { kind: 'end', complete: true },
    ],
    [
      'with indexes counts each once',
      { completions: 2, completionMode: 'Indexed' },
      { succeeded: 2, indexes: new Set([0]) },
      { kind: 'run', active: 1 },
    ],
  ] as const)('%s', (_name, spec, given, expected) => {
    expect(judgeJob(job(spec), counts(given), NOW)).toMatchObject(expected);
  });
});
