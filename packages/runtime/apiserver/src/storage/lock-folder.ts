import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 2000;
const POLL_MS = 50;
/** Of /proc/PID/stat, counted behind the name of the command: the state, and when the process began. */
const STATE_FIELD = 0;
const START_FIELD = 19;

/** Another process works on the folder, or this one does already. */
export class FolderInUseError extends Error {
  /** The process that has it; undefined when the lock does not tell. */
  readonly pid: number | undefined;

  constructor(folder: string, pid: number | undefined) {
    super(`${folder} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}`);
    this.name = 'FolderInUseError';
    this.pid = pid;
  }
}

/**
 * Takes a folder for one owner, by the file `lock` in it: the process and, where the system tells, when it began, because
 * numbers come again (in a container always the same). What a dead process left is taken over; one that is just ending is
 * waited for.
 *
 * @returns how to let it go.
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, 'lock');
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    if (tryCreate(file)) return () => rmSync(file, { force: true });
    const owner = readOwner(file);
    const overdue = performance.now() >= deadline;
    if (owner?.text === identify(process.pid)) throw new FolderInUseError(folder, process.pid);
    // An empty file is of a process that is just writing it, or that died then.
    if (owner !== undefined && (owner.pid === undefined ? overdue : !isRunning(owner))) rmSync(file, { force: true });
    else if (overdue) throw new FolderInUseError(folder, owner?.pid);
    else await sleep(POLL_MS);
  }
}

function tryCreate(file: string): boolean {
  try {
    writeFileSync(file, identify(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

interface Owner {
  readonly text: string;
  readonly pid: number | undefined;
}

/** @returns undefined when the lock is gone. */
function readOwner(file: string): Owner | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const pid = Number.parseInt(text, 10);
    return { text, pid: pid > 0 ? pid : undefined };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isRunning({ text, pid = 0 }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = statFields(pid);
  // A zombie has ended; its parent has not asked for it yet.
  if (stat !== undefined && /^[ZX]/.test(stat[STATE_FIELD] ?? '')) return false;
  return text === identify(pid);
}

/** A process told from all others of this system, before and after. */
function identify(pid: number): string {
  const start = statFields(pid)?.[START_FIELD];
  return start === undefined ? `${pid}\n` : `${pid} ${readProc('sys/kernel/random/boot_id')?.trim()}/${start}\n`;
}

function statFields(pid: number): readonly string[] | undefined {
  const stat = readProc(`${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(join('/proc', path), 'utf8');
  } catch {
    return undefined;
  }
}
