import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { withTimeLimit } from './with-time-limit.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

describe('withTimeLimit', () => {
  const open = new AbortController().signal;

  it('returns what the work comes to', async () => {
    expect(await withTimeLimit(1000, open, async () => 'done')).toBe('done');
  });

  it('ends the work when time is up, even after garbage was collected', async () => {
    const collecting = setInterval(collectGarbage, 10);
    try {
      await expect(withTimeLimit(100, open, untilAborted)).rejects.toThrow('time is up');
    } finally {
      clearInterval(collecting);
    }
  });

  it.each([
    ['before', (stop: AbortController) => stop.abort(new Error('stopped'))],
    ['during', (stop: AbortController) => void setTimeout(() => stop.abort(new Error('stopped')), 10)],
  ])('ends with the reason of the signal: aborted %s', async (_, abort) => {
    const stop = new AbortController();
    abort(stop);
    await expect(withTimeLimit(1000, stop.signal, untilAborted)).rejects.toThrow('stopped');
  });
});
