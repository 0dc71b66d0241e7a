import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { keepKnownFields } from './known-fields.js';

const deployment = (container: JsonObject, more: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { replicas: 1, selector: {}, template: { spec: { containers: [{ name: 'c', ...container }] } } },
  ...more,
});

describe('fields that a kind does not have', () => {
  it('are dropped at any depth', () => {
    expect(keepKnownFields(deployment({ colour: 'red', env: [{ name: 'A', valu: 'x' }] }, { extra: {} }))).toEqual(
      deployment({ env: [{ name: 'A' }] }),
    );
  });

  it.each([
    ['quantities and ports, as numbers or texts', deployment({ resources: { limits: { cpu: 1, memory: '1Gi' } } })],
    ['null', deployment({ command: null })],
    ['keys that somebody chose', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } }],
    ['free forms', { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: {}, revision: 1, data: { x: [1] } }],
    ['base64', { apiVersion: 'v1', kind: 'Secret', metadata: {}, data: { a: 'aGVs\nbG8=' } }],
  ])('are not %s', (_what, object) => {
    expect(keepKnownFields(object as KubeObject)).toEqual(object);
  });

  it.each([
    ['of a wrong type', deployment({ name: 1, colour: 'red' })],
    ['whose bytes are no base64', { apiVersion: 'v1', kind: 'Secret', metadata: {}, data: { a: 'ENC[x]' }, sops: {} }],
    ['of a custom kind', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: {}, extra: 1 }],
    ['of CRDs', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {}, extra: 1 }],
  ])('stay in objects %s', (_what, object) => {
    expect(keepKnownFields(object as KubeObject)).toBe(object);
  });
});
