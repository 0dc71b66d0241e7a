import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { expireAfter } from './expire-after.js';

it('aborts with a TimeoutError, also under other signals', async () => {
  const signal = AbortSignal.any([new AbortController().signal, expireAfter(10)]);
  expect(signal.aborted).toBe(false);
  await expect(sleep(60_000, undefined, { signal })).rejects.toThrow('aborted');
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
});
