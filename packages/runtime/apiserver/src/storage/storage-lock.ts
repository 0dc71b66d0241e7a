import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 2000;
const POLL_MS = 50;

/**
 * Takes a folder for this process alone; what a dead process left is taken over. A process that is just ending is waited for.
 *
 * @returns how to let it go.
 * @throws when another process has it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, 'lock');
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const owner = tryLock(file);
    if (owner === undefined) return () => rmSync(file, { force: true });
    if (owner === process.pid || performance.now() >= deadline)
      throw new Error(`${folder} is in use by process ${owner}`);
    await sleep(POLL_MS);
  }
}

/** @returns the living process that has the lock, unless it is ours now. */
function tryLock(file: string): number | undefined {
  const owner = ownerOf(file);
  if (owner !== undefined && isAlive(owner)) return owner;
  if (owner !== undefined) rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return ownerOf(file) ?? 0;
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? 0 : pid;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that has ended and whose parent has not asked for it yet. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
