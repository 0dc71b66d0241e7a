import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PairedConnection } from './paired-connection.js';
import { rehearsalNamespace, rehearsalWatch, rehearsedRound } from './rehearsed-requests.js';
import { type ScratchOptions, scratchServer } from './scratch-server.js';

/** The process is at rest when it does something for less than this share of the time. */
const REST_SHARE = 0.2;
/** So long it has been at rest before the rehearsal begins, and before each of its rounds. */
const REST_BEFORE_MS = 50;
const REST_BETWEEN_MS = 10;
/** Further rounds would make no later request much faster than these did. */
const ROUNDS = 12;
const WATCHES = 2;

/** What was learned serves every server in the process. */
let isRehearsed = false;

/**
 * Sends the requests that clients begin with to a scratch server, whenever the process is at rest: so code is compiled, and tables are
 * made, before the first client needs them. Does so once in a process, and ends early when `signal` aborts. Nothing depends on it, so
 * it never fails.
 */
export async function rehearse(options: ScratchOptions, signal: AbortSignal): Promise<void> {
  if (isRehearsed) return;
  isRehearsed = true;
  try {
    await rest(REST_BEFORE_MS, signal);
    await sendRounds(options, signal);
  } catch {
    // The server closes, or the first clients wait a little longer.
  }
}

async function sendRounds(options: ScratchOptions, signal: AbortSignal): Promise<void> {
  const server = scratchServer(options);
  const connections: PairedConnection[] = [];
  const open = (): PairedConnection => {
    const connection = new PairedConnection(server);
    connections.push(connection);
    return connection;
  };
  try {
    const main = open();
    await main.send(rehearsalNamespace);
    for (let round = 0; round < ROUNDS; round++) {
      await rest(REST_BETWEEN_MS, signal);
      if (round < WATCHES) await open().send(rehearsalWatch);
      for (const request of rehearsedRound(round)) await main.send(request);
    }
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Waits until the process has been at rest for that long. @throws when `signal` aborts. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const before = performance.eventLoopUtilization();
    await sleep(ms, undefined, { ref: false, signal });
    if (performance.eventLoopUtilization(before).utilization < REST_SHARE) return;
  }
}
