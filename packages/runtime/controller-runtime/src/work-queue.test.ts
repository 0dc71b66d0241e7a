import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from './testing/manual-clock.js';
import { WorkQueue } from './work-queue.js';

let clock: ManualClock;
let queue: WorkQueue;

beforeEach(() => {
  clock = new ManualClock();
  queue = new WorkQueue({ clock, minRetryDelayMs: 750, maxRetryDelayMs: 900_000, onReady: () => {} });
});

function takeAll(): readonly string[] {
  const taken: string[] = [];
  for (let key = queue.take(); key !== undefined; key = queue.take()) taken.push(key);
  return taken;
}

describe('order', () => {
  it('gives keys in order of arrival, each once', () => {
    for (const key of ['b', 'a', 'b', 'c', 'a']) queue.add(key);
    expect(takeAll()).toEqual(['b', 'a', 'c']);
  });

  it('does not give a key to two workers', () => {
    queue.add('a');
    queue.take();
    queue.add('a');
    expect(takeAll()).toEqual([]);
    expect(queue.isDirty('a')).toBe(true);
    queue.done('a');
    expect(takeAll()).toEqual(['a']);
  });

  it('does not bring back a key that was not added meanwhile', () => {
    queue.add('a');
    queue.take();
    queue.done('a');
    expect(takeAll()).toEqual([]);
  });
});

describe('timers', () => {
  it('adds a key after its delay', async () => {
    queue.addAfter('a', 1000);
    await clock.advance(999);
    expect(queue.depth).toBe(0);
    await clock.advance(1);
    expect(queue.depth).toBe(1);
  });

  it.each([
    ['a later one', [1000, 5000], 1000],
    ['an earlier one', [5000, 1000], 1000],
  ])('keeps the earliest when %s is asked for', async (_name, delays, dueMs) => {
    for (const delay of delays) queue.addAfter('a', delay);
    expect(clock.pending).toBe(1);
    await clock.advance(dueMs);
    expect(queue.depth).toBe(1);
  });

  it('drops the timer of a key that is taken', async () => {
    queue.addAfter('a', 1000);
    queue.add('a');
    queue.take();
    expect(clock.pending).toBe(0);
    queue.done('a');
    await clock.advance(2000);
    expect(queue.depth).toBe(0);
  });

  it('adds at once for no delay', () => {
    queue.addAfter('a', 0);
    expect(takeAll()).toEqual(['a']);
  });
});

describe('backoff', () => {
  async function delays(count: number): Promise<readonly number[]> {
    const seen: number[] = [];
    for (let turn = 0; turn < count; turn++) {
      const before = clock.nowMs();
      queue.addRateLimited('a');
      while (queue.depth === 0) await clock.advance(250);
      seen.push(clock.nowMs() - before);
      queue.take();
      queue.done('a');
    }
    return seen;
  }

  it('doubles from the least to the greatest delay', async () => {
    expect(await delays(12)).toEqual([
      750, 1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 384_000, 768_000, 900_000,
    ]);
  }, 60_000);

  it('begins anew once forgotten', async () => {
    await delays(3);
    queue.forget('a');
    expect(await delays(1)).toEqual([750]);
  });
});

describe('stop', () => {
  it('drops what waits and takes nothing more', () => {
    queue.add('a');
    queue.addAfter('b', 1000);
    queue.stop();
    queue.add('c');
    queue.addAfter('d', 1);
    expect(takeAll()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
