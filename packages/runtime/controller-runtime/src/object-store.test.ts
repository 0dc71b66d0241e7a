import type { KubeObject } from '@gotk/objects';
import { expect, it } from 'vitest';
import { ObjectStore } from './object-store.js';

const object = (name: string, spec: unknown): KubeObject =>
  ({ apiVersion: 'v1', kind: 'X', metadata: { name, namespace: 'ns' }, spec }) as unknown as KubeObject;
const sourceOf = (each: KubeObject): readonly string[] => [(each['spec'] as { source: string }).source];

it('keeps an object that an index cannot read, and files it nowhere', () => {
  const store = new ObjectStore();
  store.set(object('early', undefined));
  store.addIndex('source', sourceOf);
  store.set(object('late', undefined));
  store.set(object('good', { source: 'a' }));
  expect(store.byIndex('source', 'a').map(({ metadata }) => metadata.name)).toEqual(['good']);
  expect(store.list()).toHaveLength(3);
  store.set(object('late', { source: 'a' }));
  expect(store.byIndex('source', 'a').map(({ metadata }) => metadata.name)).toEqual(['good', 'late']);
  store.set(object('good', undefined));
  store.delete(object('late', undefined));
  expect(store.byIndex('source', 'a')).toEqual([]);
});
