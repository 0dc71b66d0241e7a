import { describe, expect, it } from 'vitest';
import { revisionData, revisionHash, templateHash } from './template-hash.js';

const spec = {
  containers: [
    {
      name: 'app',
      image: 'nginx:1.25',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'IfNotPresent',
    },
  ],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

/** The results are those of Kubernetes 1.36. */
describe('the hash of a pod template', () => {
  it.each([
    ['as Kubernetes stores it', { metadata: { labels: { app: 'd' } }, spec }, undefined, '688cfb485c'],
    [
      'another image',
      {
        metadata: { labels: { app: 'd' } },
        spec: { ...spec, containers: [{ ...spec.containers[0], image: 'nginx:2' }] },
      },
      undefined,
      '5649674455',
    ],
  ])('%s', (_name, template, collisions, expected) => {
    expect(templateHash(template, collisions)).toBe(expected);
  });

  it('knows quantities, ports that are names, probes and volumes', () => {
    const container = {
      name: 'app',
      image: 'nginx:1.25',
      command: ['a', 'b'],
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      ],
      resources: {
        limits: { cpu: '100m', memory: '128Mi' },
        requests: { cpu: '1', memory: '1536Mi', 'ephemeral-storage': '10k' },
      },
      livenessProbe: {
        httpGet: { path: '/', port: 'http', scheme: 'HTTP' },
        timeoutSeconds: 1,
        periodSeconds: 10,
        successThreshold: 1,
        failureThreshold: 3,
      },
      securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'IfNotPresent',
    };
    const term = {
      labelSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
      topologyKey: 'k',
    };
    const template = {
      metadata: { creationTimestamp: null, labels: { app: 'x', b: 'c' }, annotations: { q: 'z' } },
      spec: {
        ...spec,
        volumes: [
          { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
          { name: 'c', configMap: { name: 'cm', defaultMode: 420, items: [{ key: 'a', path: 'b' }] } },
        ],
        containers: [container],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
          },
        },
        tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
      },
    };
    expect(templateHash(template)).toBe('77cfd657fd');
  });

  it('differs by the number of collisions', () => {
    const template = { metadata: { labels: { app: 'd' } }, spec };
    expect(templateHash(template, 1)).not.toBe(templateHash(template));
  });
});

describe('the hash of a StatefulSet revision', () => {
  it('is over the data of the revision', () => {
    expect(revisionHash(revisionData({ metadata: { labels: { a: 'b' } }, spec }), 0)).toBe('5867b7c86b');
  });
});
