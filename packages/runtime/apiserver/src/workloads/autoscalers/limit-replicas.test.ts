import type { JsonObject } from '@gotk/json';
import { describe, expect, it } from 'vitest';
import { limitReplicas, type WantedReplicas } from './limit-replicas.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const base: WantedReplicas = {
  current: 4,
  wanted: 4,
  min: 1,
  max: 20,
  behavior: undefined,
  history: { wanted: [], steps: [] },
  nowMs: NOW,
};
const up = (policies: readonly JsonObject[], more: JsonObject = {}) => ({
  policies,
  selectPolicy: 'Max',
  stabilizationWindowSeconds: 0,
  ...more,
});
const behavior = (rules: { readonly up?: JsonObject; readonly down?: JsonObject }) => ({
  up: up(
    [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
    rules.up,
  ),
  down: up([{ type: 'Percent', value: 100, periodSeconds: 15 }], rules.down),
});

describe('the replicas of an autoscaler', () => {
  it.each<[string, Partial<WantedReplicas>, number, string]>([
    ['stay when nothing else is wanted', {}, 4, 'DesiredWithinRange'],
    ['grow at most to the double', { wanted: 15 }, 8, 'ScaleUpLimit'],
    ['grow to four at once', { current: 1, wanted: 15 }, 4, 'ScaleUpLimit'],
    ['are no more than allowed', { wanted: 9, max: 6 }, 6, 'TooManyReplicas'],
    ['are no fewer than allowed', { wanted: 1, min: 2 }, 2, 'TooFewReplicas'],
    ['shrink at once when nothing more was wanted of late', { wanted: 1 }, 1, 'DesiredWithinRange'],
    [
      'shrink only to what was wanted in the last five minutes',
      { wanted: 1, history: { wanted: [{ replicas: 3, atMs: NOW - 299_000 }], steps: [] } },
      3,
      'DesiredWithinRange',
    ],
    [
      'shrink when more was wanted longer ago',
      { wanted: 1, history: { wanted: [{ replicas: 3, atMs: NOW - 301_000 }], steps: [] } },
      1,
      'DesiredWithinRange',
    ],
    ['grow by the policy that allows most', { current: 2, wanted: 15, behavior: behavior({}) }, 6, 'ScaleUpLimit'],
    [
      'grow by the policy that allows least',
      { current: 2, wanted: 15, behavior: behavior({ up: { selectPolicy: 'Min' } }) },
      4,
      'ScaleUpLimit',
    ],
    [
      'do not grow when that is disabled',
      { wanted: 9, behavior: behavior({ up: { selectPolicy: 'Disabled' } }) },
      4,
      'ScaleUpLimit',
    ],
    [
      'grow no further than in one period',
      {
        current: 6,
        wanted: 15,
        behavior: behavior({}),
        history: { wanted: [], steps: [{ change: 4, atMs: NOW - 5000 }] },
      },
      6,
      'ScaleUpLimit',
    ],
    [
      'shrink by the policy',
      { wanted: 1, behavior: behavior({ down: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } }) },
      3,
      'ScaleDownLimit',
    ],
    [
      'wait for the window before they grow',
      {
        wanted: 8,
        behavior: behavior({ up: { stabilizationWindowSeconds: 60 } }),
        history: { wanted: [{ replicas: 4, atMs: NOW - 30_000 }], steps: [] },
      },
      4,
      'DesiredWithinRange',
    ],
  ])('%s', (_, given, replicas, reason) => {
    const limited = limitReplicas({ ...base, ...given });
    expect([limited.replicas, limited.limited.reason]).toEqual([replicas, reason]);
  });
});
