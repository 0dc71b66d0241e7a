import { expect, it } from 'vitest';
import { rememberedRoot } from './trusted-root.js';

it('a root that could not be had is not asked for again within a minute', async () => {
  let attempts = 0;
  let nowMs = 0;
  const root = rememberedRoot(
    () => {
      attempts++;
      return Promise.reject(new Error('no network'));
    },
    () => nowMs,
  );
  for (const [timeMs, expected] of [
    [0, 1],
    [59_000, 1],
    [60_000, 2],
    [61_000, 2],
  ] as const) {
    nowMs = timeMs;
    await expect(root()).rejects.toThrow('unable to initialize trusted root: no network');
    expect(attempts).toBe(expected);
  }
});
