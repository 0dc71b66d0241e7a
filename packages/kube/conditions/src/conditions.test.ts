import { describe, expect, it } from 'vitest';
import {
  type Condition,
  type ConditionState,
  findCondition,
  hasConditionStatus,
  parseConditions,
  removeCondition,
  setCondition,
  summarizeConditions,
} from './index.js';

const START = Date.UTC(2024, 0, 1);
const facts = { generation: 3, nowMs: START + 1999 };

function state(type: string, status: Condition['status'] = 'True', reason = 'Reason', message = ''): ConditionState {
  return { type, status, reason, message };
}

function conditionsOf(...states: readonly ConditionState[]): readonly Condition[] {
  let conditions: readonly Condition[] = [];
  for (const entry of states) conditions = setCondition(conditions, entry, { generation: 1, nowMs: START });
  return conditions;
}

describe('setCondition', () => {
  it('adds a condition with the present whole second and the generation', () => {
    expect(setCondition([], state('Ready'), facts)).toEqual([
      { ...state('Ready'), lastTransitionTime: '2024-01-01T00:00:01Z', observedGeneration: 3 },
    ]);
  });

  it.each([
    ['status', state('Ready', 'False')],
    ['reason', state('Ready', 'True', 'Other')],
    ['message', state('Ready', 'True', 'Reason', 'other')],
  ])('moves the transition time when the %s changes', (_field, changed) => {
    const [condition] = setCondition(conditionsOf(state('Ready')), changed, facts);
    expect(condition?.lastTransitionTime).toBe('2024-01-01T00:00:01Z');
  });

  it('keeps the transition time but follows the generation when nothing else changes', () => {
    const [condition] = setCondition(conditionsOf(state('Ready')), state('Ready'), facts);
    expect(condition).toMatchObject({ lastTransitionTime: '2024-01-01T00:00:00Z', observedGeneration: 3 });
  });

  it('cuts a message at 32768 characters', () => {
    const [condition] = setCondition([], state('Ready', 'False', 'Failed', 'x'.repeat(40_000)), facts);
    expect(condition?.message).toHaveLength(32_768);
    expect(condition?.message.endsWith('...')).toBe(true);
  });

  it('orders Stalled, Reconciling, Ready, then newer generations, then types', () => {
    const old = conditionsOf(
      state('Zeta'),
      state('constructor'),
      state('Ready'),
      state('Reconciling'),
      state('Stalled'),
    );
    const types = setCondition(setCondition(old, state('Beta'), facts), state('Alpha'), facts).map(({ type }) => type);
    expect(types).toEqual(['Stalled', 'Reconciling', 'Ready', 'Alpha', 'Beta', 'Zeta', 'constructor']);
  });

  it('does not change the list it was given', () => {
    const conditions = Object.freeze(conditionsOf(state('Ready')));
    expect(() => setCondition(conditions, state('Stalled'), facts)).not.toThrow();
    expect(conditions).toHaveLength(1);
  });
});

describe('reading', () => {
  it('finds and compares conditions', () => {
    const conditions = conditionsOf(state('Ready', 'False'));
    expect(findCondition(conditions, 'Healthy')).toBeUndefined();
    expect(hasConditionStatus(conditions, { type: 'Ready', status: 'False' })).toBe(true);
    expect(hasConditionStatus(conditions, { type: 'Healthy', status: 'False' })).toBe(false);
  });

  it('removes conditions by type', () => {
    expect(removeCondition(conditionsOf(state('Ready'), state('Stalled')), 'Stalled', 'Absent')).toHaveLength(1);
  });

  it.each([
    ['no status', undefined, 0],
    ['a status that is no object', 'x', 0],
    ['conditions that are no list', { conditions: {} }, 0],
    ['a malformed entry among good ones', { conditions: [null, { type: 1 }, state('Ready')] }, 1],
  ])('reads from an object with %s', (_name, status, count) => {
    expect(parseConditions({ apiVersion: 'v1', kind: 'X', metadata: {}, status })).toHaveLength(count);
  });
});

describe('summarizeConditions', () => {
  const rule = {
    target: 'Ready',
    of: ['StorageFailed', 'FetchFailed', 'Outdated', 'InStorage', 'Verified', 'Reconciling'],
    negativePolarity: ['StorageFailed', 'FetchFailed', 'Outdated', 'Reconciling'],
  };

  it.each([
    ['nothing to sum up', [], undefined],
    ['what is well', [state('InStorage', 'True', 'Stored', 'stored')], ['True', 'Stored', 'stored']],
    [
      'bad news before good',
      [state('InStorage', 'True', 'Stored'), state('FetchFailed', 'True', 'Git', 'gone')],
      ['False', 'Git', 'gone'],
    ],
    [
      'the most telling of several failures',
      [state('FetchFailed', 'True', 'Git'), state('StorageFailed', 'True', 'Disk', 'full')],
      ['False', 'Disk', 'full'],
    ],
    [
      'a failed positive condition before a good one',
      [state('InStorage'), state('Verified', 'False', 'Bad', 'no key')],
      ['False', 'Bad', 'no key'],
    ],
    ['an absent problem', [state('FetchFailed', 'False', 'Fine', 'ok')], ['True', 'Fine', 'ok']],
    ['the unknown', [state('Outdated', 'Unknown', 'Progressing', 'wait')], ['Unknown', 'Progressing', 'wait']],
  ])('tells %s', (_name, states, expected) => {
    const summary = summarizeConditions(conditionsOf(...states), rule);
    expect(summary === undefined ? undefined : [summary.status, summary.reason, summary.message]).toEqual(expected);
  });
});
