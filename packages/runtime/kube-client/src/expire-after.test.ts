import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { expireAfter } from './expire-after.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

describe('expireAfter', () => {
  it('aborts with a TimeoutError, and not before its time', async () => {
    const signal = expireAfter(10);
    expect(signal.aborted).toBe(false);
    await expect(untilAborted(signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the given reason, under other signals and after garbage was collected', async () => {
    const collecting = setInterval(collectGarbage, 10);
    const open = new AbortController().signal;
    try {
      const ending = untilAborted(AbortSignal.any([open, expireAfter(100, new Error('time is up'))]));
      await expect(ending).rejects.toThrow('time is up');
    } finally {
      clearInterval(collecting);
    }
  });

  it.each([
    ['before', (stop: AbortController) => stop.abort(new Error('stopped'))],
    ['during', (stop: AbortController) => void setTimeout(() => stop.abort(new Error('stopped')), 10)],
  ])('lets another signal end sooner: aborted %s', async (_, abort) => {
    const stop = new AbortController();
    abort(stop);
    await expect(untilAborted(AbortSignal.any([stop.signal, expireAfter(1000)]))).rejects.toThrow('stopped');
  });
});
