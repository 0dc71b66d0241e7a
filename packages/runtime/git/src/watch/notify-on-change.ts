import { setTimeout as delay } from 'node:timers/promises';
import { type WatchFoldersOptions, watchFolders } from './watch-folders.js';

export interface NotifyOptions extends Omit<WatchFoldersOptions, 'onEvent'> {
  /** A text that differs when something of interest has changed. */
  readonly fingerprint: () => Promise<string>;
  readonly onChange: () => void;
  /** How often to look without having been told, in case an event was lost. */
  readonly pollMs: number;
}

/** Writers make bursts of events (lock, rename, pack); they are looked at together. */
const SETTLE_MS = 10;

/**
 * Calls `onChange` when the fingerprint of watched folders changes, until the signal aborts.
 * @returns when the first fingerprint is taken and the folders are watched.
 */
export async function notifyOnChange(
  { fingerprint, onChange, pollMs, ...folders }: NotifyOptions,
  signal: AbortSignal,
): Promise<void> {
  let last = await fingerprint();
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    while (again && !signal.aborted) {
      await delay(SETTLE_MS);
      again = false;
      const now = await fingerprint();
      if (now !== last && !signal.aborted) onChange();
      last = now;
    }
    looking = false;
  };
  // A folder that cannot be read just now is looked at again with the next event or poll.
  const lookQuietly = (): void => {
    look().catch(() => {
      looking = false;
    });
  };
  await watchFolders({ ...folders, onEvent: lookQuietly }, signal);
  const poll = setInterval(lookQuietly, pollMs);
  poll.unref();
  signal.addEventListener('abort', () => clearInterval(poll), { once: true });
  lookQuietly();
}
