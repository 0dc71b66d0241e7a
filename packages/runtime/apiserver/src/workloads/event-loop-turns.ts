import { setImmediate as nextTurn } from 'node:timers/promises';

const MAX_HOLD_MS = 10;

/**
 * Keeps a chain of requests within the process from holding everything else up: such requests are answered without the event loop
 * taking a turn, so timers and sockets would wait for the whole chain.
 *
 * @returns a function to await between requests; it lets the event loop take a turn when it has had none for 10 ms.
 */
export function eventLoopTurns(): () => Promise<void> {
  let heldSince: number | undefined;
  return async () => {
    if (heldSince === undefined) {
      heldSince = performance.now();
      setImmediate(() => {
        heldSince = undefined;
      });
    } else if (performance.now() - heldSince > MAX_HOLD_MS) await nextTurn();
  };
}
