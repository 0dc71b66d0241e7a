import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { nodeFit } from './node-fit.js';
import { type DaemonNode, type DaemonRules, planDaemons } from './plan-daemons.js';

interface Given {
  readonly isNew?: boolean;
  readonly isReady?: boolean;
  readonly phase?: string;
  readonly isGoing?: boolean;
}

const pod = (
  name: string,
  { isNew = true, isReady = true, phase = 'Running', isGoing = false }: Given = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { new: String(isNew), ready: String(isReady) },
    ...(isGoing ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  },
  status: { phase },
});

const has = (label: string) => (each: KubeObject) => each.metadata.labels?.[label] === 'true';
const rules = (rolling: DaemonRules['rolling'] = { maxUnavailable: 1, maxSurge: 0 }): DaemonRules => ({
  isNew: has('new'),
  isReady: has('ready'),
  isAvailable: has('ready'),
  rolling,
});
const node = (name: string, pods: readonly KubeObject[], fit: Partial<DaemonNode> = {}): DaemonNode => ({
  name,
  runs: true,
  stays: true,
  pods,
  ...fit,
});
const old = { isNew: false };

describe('the pods of a DaemonSet', () => {
  it.each<[string, readonly DaemonNode[], DaemonRules, readonly string[], readonly string[]]>([
    ['come to each node', [node('a', []), node('b', [])], rules(), ['a', 'b'], []],
    ['come when the last is gone', [node('a', [pod('p', { isGoing: true })])], rules(), [], []],
    ['go from nodes that they are not for', [node('a', [pod('p')], { runs: false, stays: false })], rules(), [], ['p']],
    ['stay where they may not come any more', [node('a', [pod('p')], { runs: false })], rules(), [], []],
    ['go when they ended', [node('a', [pod('p', { phase: 'Failed' })])], rules(), [], ['p']],
    ['are one on each node', [node('a', [pod('p'), pod('q')])], rules(), [], ['q']],
    ['are replaced one by one', [node('a', [pod('p', old)]), node('b', [pod('q', old)])], rules(), [], ['p']],
    [
      'wait for those that were replaced',
      [node('a', [pod('p', { isReady: false })]), node('b', [pod('q', old)])],
      rules(),
      [],
      [],
    ],
    [
      'are replaced at once when they are not ready',
      [node('a', [pod('p', { ...old, isReady: false })]), node('b', [pod('q', { ...old, isReady: false })])],
      rules(),
      [],
      ['p', 'q'],
    ],
    ['stay until somebody deletes them', [node('a', [pod('p', old)])], { ...rules(), rolling: undefined }, [], []],
    [
      'come beside old ones in a surge',
      [node('a', [pod('p', old)]), node('b', [pod('q', old)])],
      rules({ maxUnavailable: 0, maxSurge: 1 }),
      ['a'],
      [],
    ],
    [
      'make old ones go in a surge',
      [node('a', [pod('p', old), pod('r')]), node('b', [pod('q', old)])],
      rules({ maxUnavailable: 0, maxSurge: 1 }),
      [],
      ['p'],
    ],
  ])('%s', (_, nodes, given, create, removed) => {
    const plan = planDaemons(nodes, given);
    const names = [...plan.remove, ...plan.ended.map((each) => each.pod)].map(({ metadata }) => metadata.name);
    expect([plan.create, names]).toEqual([create, removed]);
  });
});

describe('a node', () => {
  const taint = (effect: string) => ({ taints: [{ key: 'k', value: 'v', effect }] });
  const affine = (expression: object) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
      },
    },
  });
  it.each<[string, object, object, boolean, boolean]>([
    ['takes a pod', {}, {}, true, true],
    ['is not the one that is named', {}, { nodeName: 'other' }, false, false],
    ['has the labels', {}, { nodeSelector: { disk: 'ssd' } }, true, true],
    ['has other labels', {}, { nodeSelector: { disk: 'hdd' } }, false, false],
    ['is what the affinity asks for', {}, affine({ key: 'disk', operator: 'In', values: ['ssd'] }), true, true],
    ['is not what the affinity asks for', {}, affine({ key: 'disk', operator: 'DoesNotExist' }), false, false],
    ['keeps pods away', taint('NoSchedule'), {}, false, true],
    ['sends pods away', taint('NoExecute'), {}, false, false],
    ['would rather not have pods', taint('PreferNoSchedule'), {}, true, true],
    ['is put up with', taint('NoExecute'), { tolerations: [{ key: 'k', value: 'v' }] }, true, true],
    ['is put up with whatever it has', taint('NoExecute'), { tolerations: [{ operator: 'Exists' }] }, true, true],
    [
      'is put up with for something else',
      taint('NoExecute'),
      { tolerations: [{ key: 'k', value: 'w' }] },
      false,
      false,
    ],
  ])('%s', (_, spec, podSpec, runs, stays) => {
    const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', labels: { disk: 'ssd' } }, spec };
    expect(nodeFit(object, podSpec as never)).toEqual({ runs, stays });
  });
});
