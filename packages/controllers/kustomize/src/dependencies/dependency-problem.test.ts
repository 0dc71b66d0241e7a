import { describe, expect, it } from 'vitest';
import { kustomization } from '../testing/kustomization.js';
import { dependencyProblem } from './dependency-problem.js';

describe('dependencyProblem', () => {
  const ready = [{ type: 'Ready', status: 'True', reason: 'R', message: '' }];
  const status = { observedGeneration: 2, conditions: ready, lastAppliedRevision: 'r1' };

  it.each([
    ['is fine', {}, {}, undefined],
    ['has no conditions', {}, { conditions: [] }, "dependency 'ns/dep' is not ready"],
    ['has not seen its generation', {}, { observedGeneration: 1 }, "dependency 'ns/dep' is not ready"],
    ['is not ready', {}, { conditions: [{ ...ready[0], status: 'False' }] }, "dependency 'ns/dep' is not ready"],
    [
      'is behind the source they share',
      {},
      { lastAppliedRevision: 'r0' },
      "dependency 'ns/dep' revision is not up to date",
    ],
    [
      'is made from another source',
      { sourceRef: { kind: 'GitRepository', name: 'other' } },
      { lastAppliedRevision: 'r0' },
      undefined,
    ],
    [
      'is made from a source of that name elsewhere',
      { sourceRef: { kind: 'GitRepository', name: 'app', namespace: 'x' } },
      { lastAppliedRevision: 'r0' },
      undefined,
    ],
  ] as const)('says nothing or why: the dependency %s', (_name, spec, changed, expected) => {
    const dependency = kustomization('dep', spec, { generation: 2, status: { ...status, ...changed } });
    expect(dependencyProblem({ dependent: kustomization('app'), dependency, revision: 'r1' })).toBe(expected);
  });
});
