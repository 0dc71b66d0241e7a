import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSetReplicas, oldSetReplicas, type RolloutGoal, rolloutLimits } from './rollout-plan.js';

const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({ maxSurge, maxUnavailable });

describe('the limits of a rollout', () => {
  it.each([
    ['a quarter of 4', 4, rolling('25%', '25%'), { surge: 1, unavailable: 1 }],
    [
      'a quarter of 2: surges are rounded up, missing pods down',
      2,
      rolling('25%', '25%'),
      { surge: 1, unavailable: 0 },
    ],
    ['numbers', 10, rolling(3, 2), { surge: 3, unavailable: 2 }],
    ['neither, so one pod may be missing', 10, rolling('0%', '0%'), { surge: 0, unavailable: 1 }],
    ['more missing than there are', 2, rolling(0, 5), { surge: 0, unavailable: 2 }],
    ['no pods', 0, rolling('25%', '25%'), { surge: 0, unavailable: 0 }],
    ['the strategy Recreate', 4, undefined, { surge: 0, unavailable: 0 }],
  ] as const)('%s', (_name, replicas, how, expected) => {
    expect(rolloutLimits({ replicas, rolling: how })).toEqual(expected);
  });
});

describe('the new set', () => {
  it.each([
    ['begins with the surge', 4, 0, 4, 1],
    ['fills what old pods leave', 4, 1, 3, 3],
    ['stays while there is no room', 4, 1, 5, 1],
    ['is cut back to what is wanted', 4, 6, 6, 4],
    ['has all at once when it is the first', 4, 0, 0, 4],
  ] as const)('%s', (_name, replicas, current, total, expected) => {
    expect(newSetReplicas({ replicas, rolling: rolling(1, 1) }, current, total)).toBe(expected);
  });
});

describe('old sets', () => {
  const goal: RolloutGoal = { replicas: 4, rolling: rolling(1, 1) };
  it.each([
    ['lose what may be missing', { replicas: 1, available: 0 }, [{ replicas: 4, available: 4 }], [3]],
    [
      'lose nothing while the new pods are not there',
      { replicas: 2, available: 0 },
      [{ replicas: 3, available: 3 }],
      [3],
    ],
    ['go as the new pods come', { replicas: 2, available: 2 }, [{ replicas: 3, available: 3 }], [1]],
    [
      'lose what never became available first',
      { replicas: 1, available: 0 },
      [
        { replicas: 2, available: 0 },
        { replicas: 3, available: 3 },
      ],
      [0, 3],
    ],
    ['go at once under Recreate', { replicas: 0, available: 0 }, [{ replicas: 4, available: 4 }], [0]],
  ] as const)('%s', (name, current, old, expected) => {
    const how = name.includes('Recreate') ? { ...goal, rolling: undefined } : goal;
    expect(oldSetReplicas(how, current, old)).toEqual(expected);
  });

  it('never leave fewer available pods than wanted, and never grow', () => {
    const set = fc
      .nat({ max: 10 })
      .chain((replicas) => fc.record({ replicas: fc.constant(replicas), available: fc.nat({ max: replicas }) }));
    fc.assert(
      fc.property(
        fc.nat({ max: 10 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 4 }),
        set,
        fc.array(set, { maxLength: 3 }),
        (replicas, surge, missing, current, old) => {
          const plan = { replicas, rolling: rolling(surge, missing) };
          const kept = oldSetReplicas(plan, current, old);
          expect(kept.every((count, index) => count >= 0 && count <= (old[index]?.replicas ?? 0))).toBe(true);
          const availableBefore = old.reduce((sum, { available }) => sum + available, current.available);
          const availableAfter = kept.reduce(
            (sum, count, index) => sum + Math.min(count, old[index]?.available ?? 0),
            current.available,
          );
          const wanted = replicas - rolloutLimits(plan).unavailable;
          expect(availableAfter).toBeGreaterThanOrEqual(Math.min(availableBefore, wanted));
        },
      ),
    );
  });
});
