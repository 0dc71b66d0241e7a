import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LocatedError } from '@gotk/located-error';

/**
 * Takes a folder for this process. A lock left behind by a process that was killed is taken over.
 *
 * @returns gives it free again.
 * @throws LocatedError `already-running`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  if (!(await tryCreate(file))) {
    const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    if (owner !== process.pid && (await isRunning(owner))) throw alreadyRunning(folder, owner);
    await rm(file, { force: true });
    if (!(await tryCreate(file))) throw alreadyRunning(folder, owner);
  }
  return () => rm(file, { force: true });
}

async function tryCreate(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isRunning(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // The number may have gone to another program since; where the system tells, ask which one it is.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || isFlux(command.split('\0'));
}

/** Whether this is `node …/flux` or `flux`, whatever its arguments are. */
function isFlux(words: readonly string[]): boolean {
  return words.slice(0, 2).some((word) => /^flux(\.js)?$/.test(basename(word)));
}

function alreadyRunning(folder: string, pid: number): LocatedError {
  return new LocatedError({
    code: 'already-running',
    message: `flux up is already running on ${folder} (process ${pid})`,
    hint: `Use its cluster with KUBECONFIG=${join(folder, 'kubeconfig')}, or give another folder with --data-dir.`,
  });
}
