import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../errors/api-errors.js';
import type { Store } from '../storage/store.js';

const MAX_WAIT_MS = 3000;
const POLL_MS = 20;

/** The number in a resourceVersion, or why it is none, in the words of the API. */
export function parseResourceVersion(text: string): number | { readonly problem: string } {
  if (/^\d+$/.test(text)) return Number(text);
  const problem = `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  return { problem };
}

/** Waits a little for a revision that this server has not reached. @throws ApiError (504) when it does not come. */
export async function awaitRevision(store: Store, revision: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + MAX_WAIT_MS;
  while (store.revision < revision) {
    if (performance.now() > deadline || signal.aborted) throw tooLarge(revision, store.revision);
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The answer to a revision of the future. */
export function tooLarge(revision: number, current: number): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${revision}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
