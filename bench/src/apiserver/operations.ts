import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchRequest, Wire } from './wire.js';

/** One kind of load; every run has a number of its own, so that names do not meet. */
export interface Operation {
  readonly name: string;
  /** What must be there before, made once. */
  prepare?(wire: Wire): Promise<void>;
  /** @returns the milliseconds that single requests took. */
  run(wire: Wire, run: number): Promise<readonly number[]>;
}

const TEXT = 'x'.repeat(1024);
const LISTED = 5000;
const WATCHERS = 100;

/** Creates a namespace. */
export function namespace(name: string): BenchRequest {
  return { method: 'POST', path: '/api/v1/namespaces', body: JSON.stringify({ metadata: { name } }) };
}

function configMap(name: string, into: string): BenchRequest {
  const body = JSON.stringify({ metadata: { name, labels: { app: 'bench' } }, data: { text: TEXT } });
  return { method: 'POST', path: `/api/v1/namespaces/${into}/configmaps`, body };
}

function deployment(name: string, image: string): string {
  const labels = { app: name };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image,
              ports: [{ containerPort: 80 }],
              env: [{ name: 'A', value: '1' }],
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  });
}

function definition(plural: string): string {
  const schema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' }, name: { type: 'string' } } } },
  };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.bench.example.com` },
    spec: {
      group: 'bench.example.com',
      scope: 'Namespaced',
      names: { plural, kind: plural.charAt(0).toUpperCase() + plural.slice(1) },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
}

/** Makes so many of something. */
export function range<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** What is measured. */
export const operations: readonly Operation[] = [
  {
    name: 'create 500 ConfigMaps of 1 KiB',
    prepare: (wire) => wire.send(namespace('create')).then(() => undefined),
    run: (wire, run) => wire.sendAll(range(500, (index) => configMap(`c-${run}-${index}`, 'create'))),
  },
  {
    name: 'get 1,000 ConfigMaps',
    run: (wire) =>
      wire.sendAll(
        range(1000, (index) => ({ method: 'GET', path: `/api/v1/namespaces/create/configmaps/c-0-${index % 500}` })),
      ),
  },
  {
    name: 'list 5,000 ConfigMaps',
    prepare: async (wire) => {
      await wire.send(namespace('list'));
      await wire.sendAll(range(LISTED, (index) => configMap(`l-${index}`, 'list')));
    },
    run: async (wire) => {
      const times: number[] = [];
      for (let count = 0; count < 5; count++)
        times.push(await wire.send({ method: 'GET', path: '/api/v1/namespaces/list/configmaps' }));
      return times;
    },
  },
  {
    name: 'apply 300 Deployments server-side',
    prepare: (wire) => wire.send(namespace('apply')).then(() => undefined),
    run: (wire, run) =>
      wire.sendAll(
        range(300, (index) => ({
          method: 'PATCH',
          path: `/apis/apps/v1/namespaces/apply/deployments/d-${index}?fieldManager=bench&force=true`,
          contentType: 'application/apply-patch+yaml',
          body: deployment(`d-${index}`, `app:${run}`),
        })),
      ),
  },
  {
    name: 'patch the status of 500 Deployments',
    run: (wire, run) =>
      wire.sendAll(
        range(500, (index) => ({
          method: 'PATCH',
          path: `/apis/apps/v1/namespaces/apply/deployments/d-${index % 300}/status`,
          contentType: 'application/merge-patch+json',
          body: JSON.stringify({ status: { observedGeneration: run * 2 + Math.floor(index / 300), replicas: 1 } }),
        })),
      ),
  },
  {
    name: '100 creations to 100 watchers',
    prepare: (wire) => wire.send(namespace('watch')).then(() => undefined),
    run: async (wire, run) => {
      let events = 0;
      const path = `/api/v1/namespaces/watch/configmaps?watch=true&labelSelector=run%3Dr${run}`;
      const ends = await Promise.all(range(WATCHERS, () => wire.watch(path, (count) => (events += count))));
      const made = range(100, (index) => {
        const body = JSON.stringify({
          metadata: { name: `w-${run}-${index}`, labels: { run: `r${run}` } },
          data: { text: TEXT },
        });
        return { method: 'POST', path: '/api/v1/namespaces/watch/configmaps', body };
      });
      const times = await wire.sendAll(made);
      while (events < made.length * WATCHERS) await sleep(1);
      for (const end of ends) end();
      return times;
    },
  },
  {
    name: 'create 10 CRDs, until their kinds are served',
    run: async (wire, run) => {
      const times: number[] = [];
      for (let index = 0; index < 10; index++) {
        const plural = `b${run}x${index}s`;
        const startedMs = performance.now();
        await wire.send({
          method: 'POST',
          path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
          body: definition(plural),
        });
        const path = `/apis/bench.example.com/v1/namespaces/default/${plural}`;
        while (
          !(await wire.send({ method: 'GET', path }).then(
            () => true,
            () => false,
          ))
        )
          await sleep(5);
        times.push(performance.now() - startedMs);
      }
      return times;
    },
  },
];
