import { DriftTracker } from '@gotk/drift-watch';
import type { KubeObject, ManagedFieldsEntry } from '@gotk/objects';
import { beforeEach, describe, expect, it } from 'vitest';
import { driftPolicy } from './drift-policy.js';

const OWNER = { namespace: 'ns', name: 'app' };
const LABELS = { 'kustomize.toolkit.fluxcd.io/namespace': 'ns', 'kustomize.toolkit.fluxcd.io/name': 'app' };

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

const ours = fields('kustomize-controller', 'Apply', 'x', 'y');
const applied = object('10', [ours]);

let drift: DriftTracker;

beforeEach(() => {
  const isDisplaced = ({ manager = '' }: ManagedFieldsEntry): boolean => manager.startsWith('kubectl');
  drift = new DriftTracker({
    policy: driftPolicy({ fieldManager: 'kustomize-controller', isDisplaced }),
    nowMs: () => 0,
  });
});

function judge(changed: KubeObject, deleted = false) {
  return drift.judge({ object: changed, old: applied, deleted });
}

describe('a change', () => {
  it.each([
    ['a status', object('11', [ours, fields('kubelet', 'Update', 'status')]), false],
    [
      'a field that somebody else took',
      object('11', [fields('kustomize-controller', 'Apply', 'x'), fields('operator', 'Update', 'y')]),
      true,
    ],
    ['anything by a manager that is undone', object('11', [ours, fields('kubectl-edit', 'Update', 'z')]), true],
    [
      'an object that another Kustomization has taken',
      object('11', [], { labels: { ...LABELS, 'kustomize.toolkit.fluxcd.io/name': 'other' } }),
      false,
    ],
  ])('is put right or not: %s', (_name, changed, isDrift) => {
    drift.observe(OWNER, applied);
    expect(judge(changed)?.owner).toEqual(isDrift ? OWNER : undefined);
  });

  it('in merge mode leaves other managers their fields', () => {
    const merged = object('11', [ours, fields('kubectl-edit', 'Update', 'z')], {
      annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' },
    });
    drift.observe(OWNER, applied);
    expect(judge(merged)).toBeUndefined();
  });

  it.each([
    ['IfNotPresent', { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' }],
    ['Ignore', { 'kustomize.toolkit.fluxcd.io/ssa': 'Ignore' }],
    ['disabled', { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' }],
  ])('of an object with %s is nobody’s business', (_name, annotations) => {
    drift.observe(OWNER, object('10', [ours], { annotations }));
    expect(judge(object('11', [], { annotations }))).toBeUndefined();
    expect(judge(object('11', [], { annotations }), true)).toBeUndefined();
  });
});
