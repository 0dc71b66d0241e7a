import { expect, it } from 'vitest';
import { eventLoopTurns } from './event-loop-turns.js';

it('a chain that never ends lets timers run', async () => {
  const turn = eventLoopTurns();
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, 1);
  let steps = 0;
  for (; !isOver && steps < 100_000_000; steps++) await turn();
  expect(isOver).toBe(true);
});
