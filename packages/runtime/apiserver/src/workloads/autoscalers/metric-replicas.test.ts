import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { metricReplicas, type Observed } from './metric-replicas.js';
import { metricSource } from './metric-values.js';

const pod = (isReady = true, requests: object = { cpu: '100m', memory: '64Mi' }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'a', resources: { requests } }] },
  status: {
    phase: isReady ? 'Running' : 'Pending',
    conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
  },
});

const observed = (text: string | undefined, more: Partial<Observed> = {}): Observed => ({
  namespace: 'a',
  pods: [pod(), pod()],
  specReplicas: 2,
  statusReplicas: 2,
  source: metricSource(text, true),
  tolerance: { up: 0.1, down: 0.1 },
  ...more,
});

const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const half = cpu({ type: 'Utilization', averageUtilization: 50 });
const external = (target: object) => ({ type: 'External', external: { metric: { name: 'queue' }, target } });

describe('a metric asks for', () => {
  it.each<[string, object, Observed, number]>([
    ['as many as there are when it is what it should be', half, observed(undefined), 2],
    ['more when each uses more', half, observed('cpu=100%'), 4],
    ['fewer when each uses less', half, observed('cpu=20%'), 1],
    ['as many as there are within the tolerance', half, observed('cpu=54%'), 2],
    ['more by an amount for each', half, observed('cpu=75m'), 3],
    ['more by what they share', half, observed('cpu=250m total'), 5],
    ['by an average amount', cpu({ type: 'AverageValue', averageValue: '50m' }), observed('cpu=150m'), 6],
    [
      'fewer more when pods are on their way',
      half,
      observed('cpu=100%', { pods: [pod(), pod(false)], specReplicas: 2 }),
      2,
    ],
    ['as many as share a queue', external({ type: 'AverageValue', averageValue: '10' }), observed('queue=45'), 5],
    ['more by the value of a queue', external({ type: 'Value', value: '10' }), observed('queue=20'), 4],
  ])('%s', (_, metric, given, replicas) => {
    expect(metricReplicas(metric as never, given)).toMatchObject({ kind: 'replicas', replicas });
  });

  it('tells how much is used', () => {
    expect(metricReplicas(half as never, observed('cpu=80%'))).toMatchObject({
      name: 'cpu resource utilization (percentage of request)',
      status: { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 80, averageValue: '80m' } } },
    });
    const memory = {
      type: 'Resource',
      resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } },
    };
    expect(metricReplicas(memory as never, observed('memory=1Gi'))).toMatchObject({
      status: { resource: { current: { averageValue: '1Gi' } } },
    });
  });

  it.each<[string, object, Observed, string]>([
    [
      'there are no metrics',
      half,
      observed('none'),
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
    ],
    [
      'there are no pods',
      half,
      observed('cpu=1%', { pods: [] }),
      'failed to get cpu utilization: no pods returned by selector while calculating replica count',
    ],
    [
      'no pod is ready',
      half,
      observed('cpu=1%', { pods: [pod(false)] }),
      'failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
    ],
    [
      'a container requests nothing',
      half,
      observed('cpu=1%', { pods: [pod(true, {})] }),
      'failed to get cpu utilization: missing request for cpu in container a of Pod p',
    ],
  ])('nothing when %s', (_, metric, given, problem) => {
    expect(metricReplicas(metric as never, given)).toMatchObject({ kind: 'problem', problem });
  });
});

describe('the annotation with metrics', () => {
  it('is read as far as it can be', () => {
    const source = metricSource('cpu=80%, a.b/c=1500m , load = 3 total,broken,x=y', true);
    expect(source.kind === 'values' && Object.fromEntries(source.values)).toEqual({
      cpu: { kind: 'share', percent: 80 },
      'a.b/c': { kind: 'amount', milli: 1500, isTotal: false },
      load: { kind: 'amount', milli: 3000, isTotal: true },
    });
  });

  it.each([
    [undefined, true, 'steady'],
    [undefined, false, 'none'],
    ['none', true, 'none'],
  ])('%s with a node %s: %s', (text, hasNode, kind) => {
    expect(metricSource(text, hasNode).kind).toBe(kind);
  });
});
