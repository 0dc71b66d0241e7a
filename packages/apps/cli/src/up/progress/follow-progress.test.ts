import type { KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressPicture } from '../view/progress-view.js';
import type { ClusterView } from './build-progress.js';
import { followProgress, type ProgressFollower, type ProgressReport } from './follow-progress.js';

type Ready = 'True' | 'False' | 'Unknown';

function source(status: Ready): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: 'flux-system', generation: 1 },
    status: { observedGeneration: 1, conditions: [{ type: 'Ready', status, reason: 'X', message: 'm' }] },
  };
}

describe('followProgress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start(redrawMs?: number): {
    readonly pictures: ProgressPicture[];
    readonly follower: ProgressFollower;
    readonly set: (status: Ready) => void;
  } {
    let flux: readonly KubeObject[] = [];
    const pictures: ProgressPicture[] = [];
    const look = (nowMs: number): ClusterView => ({
      flux,
      find: () => undefined,
      isHandled: () => true,
      isPending: () => false,
      nowMs,
    });
    const view = { update: (picture: ProgressPicture) => pictures.push(picture), note: vi.fn(), close: vi.fn() };
    const follower = followProgress({ look, view, nowMs: () => Date.now(), redrawMs });
    const set = (status: Ready): void => {
      flux = [source(status)];
      follower.changed();
    };
    return { pictures, follower, set };
  }

  /** How many milliseconds pass until it settles, by steps of 10. */
  async function settledAfter(settled: Promise<ProgressReport>, limitMs: number): Promise<string> {
    let kind = 'never';
    void settled.then(({ settlement }) => {
      kind = settlement.kind;
    });
    for (let passed = 0; passed < limitMs; passed += 10) {
      if (kind !== 'never') return `${kind} after ${passed}ms`;
      await vi.advanceTimersByTimeAsync(10);
    }
    return kind;
  }

  const rows: readonly [name: string, status: Ready, expected: string][] = [
    ['is over at once when all is ready', 'True', 'ready after 40ms'],
    ['waits a moment before it believes in a failure', 'False', 'stuck after 1540ms'],
    ['goes on while something is at work', 'Unknown', 'never'],
  ];

  it.each(rows)('%s', async (_, status, expected) => {
    const { follower, set } = start();
    const settled = follower.settled(new AbortController().signal);
    set(status);
    expect(await settledAfter(settled, 5000)).toBe(expected);
    follower.stop();
  });

  it('begins to wait anew with each change', async () => {
    const { follower, set } = start();
    const settled = follower.settled(new AbortController().signal);
    set('False');
    await vi.advanceTimersByTimeAsync(1000);
    set('False');
    expect(await settledAfter(settled, 5000)).toBe('stuck after 1540ms');
  });

  it('makes one picture of changes that come together', async () => {
    const { pictures, set } = start();
    for (let count = 0; count < 10; count++) set('True');
    await vi.advanceTimersByTimeAsync(1000);
    expect(pictures).toHaveLength(1);
  });

  it('draws the passing time only while something is not ready', async () => {
    const { pictures, follower, set } = start(100);
    set('Unknown');
    await vi.advanceTimersByTimeAsync(1000);
    expect(pictures.length).toBeGreaterThan(5);
    set('True');
    await vi.advanceTimersByTimeAsync(200);
    const drawn = pictures.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(pictures).toHaveLength(drawn);
    follower.stop();
  });

  it('ends with the reason of the signal', async () => {
    const { follower } = start();
    const stop = new AbortController();
    const settled = follower.settled(stop.signal);
    stop.abort(new Error('stopped'));
    await expect(settled).rejects.toThrow('stopped');
    follower.stop();
  });
});
