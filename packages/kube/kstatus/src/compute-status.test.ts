import { hasErrorCode, LocatedError } from '@gotk/located-error';
import type { KubeObject } from '@gotk/objects';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeStatus } from './compute-status.js';

const NOW_MS = Date.parse('2024-01-01T00:01:00Z');

function object(kind: string, fields: Record<string, unknown>): KubeObject {
  const [apiVersion = 'v1', name = kind] = kind.includes(' ') ? kind.split(' ') : ['v1', kind];
  return { apiVersion, kind: name, metadata: { name: 'x' }, ...fields };
}

describe('computeStatus', () => {
  it.each<[string, KubeObject, string, string]>([
    [
      'a deleted object',
      object('Secret', { metadata: { deletionTimestamp: '2024-01-01T00:00:00Z' } }),
      'Terminating',
      'Resource scheduled for deletion',
    ],
    [
      'an unseen generation',
      object('Foo', { metadata: { generation: 2 }, status: { observedGeneration: 1 } }),
      'InProgress',
      'Foo generation is 2, but latest observed generation is 1',
    ],
    [
      'a stalled object',
      object('Foo', { status: { conditions: [{ type: 'Stalled', status: 'True', message: 'm' }] } }),
      'Failed',
      'm',
    ],
    [
      'a reconciling object',
      object('Secret', { status: { conditions: [{ type: 'Reconciling', status: 'True', message: 'm' }] } }),
      'InProgress',
      'm',
    ],
    [
      'an unready object',
      object('Foo', { status: { conditions: [{ type: 'Ready', status: 'Unknown', message: 'm' }] } }),
      'InProgress',
      'm',
    ],
    [
      'a ready object',
      object('Foo', { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
      'Current',
      'Resource is Ready',
    ],
    ['an object without conditions', object('Foo', {}), 'Current', 'Resource is current'],
    ['a config map', object('ConfigMap', {}), 'Current', 'Resource is always ready'],
    ['a new deployment', object('apps/v1 Deployment', {}), 'InProgress', 'Replicas: 0/1'],
    [
      'a deployment past its deadline',
      object('apps/v1 Deployment', {
        status: { conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] },
      }),
      'Failed',
      'Progress deadline exceeded',
    ],
    [
      'a stateful set to be updated by hand',
      object('apps/v1 StatefulSet', { spec: { updateStrategy: { type: 'OnDelete' } } }),
      'Current',
      'StatefulSet is using the ondelete update strategy',
    ],
    [
      'a daemon set nobody saw',
      object('apps/v1 DaemonSet', {}),
      'InProgress',
      'DaemonSet metadata.generation not found',
    ],
    ['an unbound claim', object('PersistentVolumeClaim', {}), 'InProgress', 'PVC is not Bound. phase: unknown'],
    [
      'a crashing pod',
      object('Pod', {
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        },
      }),
      'Failed',
      'Containers in CrashLoop state: c',
    ],
    [
      'an established CRD',
      object('apiextensions.k8s.io/v1 CustomResourceDefinition', {
        status: { conditions: [{ type: 'Established', status: 'True' }] },
      }),
      'Current',
      'CRD is established',
    ],
  ])('%s', (_title, input, status, message) => {
    const result = computeStatus(input, { nowMs: NOW_MS });
    expect({ status: result.status, message: result.message }).toEqual({ status, message });
  });

  it.each([
    ['2024-01-01T00:00:50Z', 'InProgress'],
    ['2024-01-01T00:00:10Z', 'Failed'],
    [undefined, 'Failed'],
  ])('an unschedulable pod created at %s', (creationTimestamp, status) => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    const pod = object('Pod', { metadata: { creationTimestamp }, status: { phase: 'Pending', conditions } });
    expect(computeStatus(pod, { nowMs: NOW_MS }).status).toBe(status);
  });

  it.each([
    [{ status: { startTime: 't' } }, 'Current', 'InProgress', 'Job in progress. success:0, active: 0, failed: 0'],
    [{ spec: { parallelism: 2 } }, 'InProgress', 'InProgress', 'Job not started. active: 0/2'],
    [{ spec: { suspend: true } }, 'InProgress', 'Current', 'Job is suspended'],
    [{ status: { conditions: [{ type: 'Failed', status: 'True' }] } }, 'Failed', 'Failed', 'Job Failed. failed: 0/1'],
  ])('a job %j', (fields, started, completed, message) => {
    const job = object('batch/v1 Job', fields);
    expect(computeStatus(job, { nowMs: NOW_MS }).status).toBe(started);
    const byFlux = computeStatus(job, { nowMs: NOW_MS, jobsCurrentWhen: 'completed' });
    expect({ status: byFlux.status, message: byFlux.message }).toEqual({ status: completed, message });
  });

  it.each([
    [{ status: { conditions: 'x' } }, 'cannot restore slice from string'],
    [{ status: { conditions: ['x'] } }, 'cannot restore struct from: string'],
    [{ status: { conditions: [{ type: 1 }] } }, 'cannot convert int64 to string'],
    [{ status: { conditions: [{ status: true }] } }, 'unrecognized type: string'],
    [
      { metadata: { generation: 1 }, status: { observedGeneration: 1.5 } },
      'looking up status.observedGeneration from resource: .status.observedGeneration accessor error: 1.5 is of the type float64, expected int64',
    ],
    [
      { metadata: { generation: 1 }, status: ['x'] },
      'looking up status.observedGeneration from resource: .status.observedGeneration accessor error: [x] is of the type []interface {}, expected map[string]interface{}',
    ],
  ])('refuses %j', (fields, message) => {
    expect(() => computeStatus(object('Foo', fields), { nowMs: NOW_MS })).toThrow(
      new LocatedError({ code: 'kstatus', message }),
    );
  });
});

it('any object has a status or is refused', () => {
  const kind = fc.constantFrom('Pod', 'Service', 'apps/v1 Deployment', 'apps/v1 DaemonSet', 'batch/v1 Job', 'Foo');
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant([{ type: 'Ready', status: 'True' }]));
  const status = fc.oneof(
    odd,
    fc.record({ phase: odd, conditions: odd, containerStatuses: odd, observedGeneration: odd }),
  );
  fc.assert(
    fc.property(kind, fc.record({ status, spec: odd }), (name, fields) => {
      try {
        expect(computeStatus(object(name, fields), { nowMs: NOW_MS }).message).not.toBe('');
      } catch (error) {
        if (!hasErrorCode(error, 'kstatus')) throw error;
      }
    }),
  );
});
