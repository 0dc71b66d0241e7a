import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'gotk-git-';
/** Tells this run apart from an earlier one that had the same process id, as in a container that was started again. */
const RUN = randomBytes(4).toString('hex');

/** Makes a folder with mode 0700 that is known to be ours; whoever makes it removes it. */
export function makeTemporaryFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-${RUN}-`));
}

/**
 * Removes the folders of processes that were killed before they could do it themselves: they hold repositories, and may
 * hold keys.
 */
export async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter(isLeftover)) {
    // One that cannot be removed is somebody else's.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isLeftover(name: string): boolean {
  const [, pid, run] = new RegExp(`^${PREFIX}(\\d+)-([0-9a-f]{8})-`).exec(name) ?? [];
  if (pid === undefined) return false;
  return Number(pid) === process.pid ? run !== RUN : !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
