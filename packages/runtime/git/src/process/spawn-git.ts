import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { LocatedError } from '@gotk/located-error';
import { type GitEnvironmentOptions, gitEnvironment } from './git-environment.js';
import { GitProcessError } from './git-process-error.js';

/** How much of standard error is kept, from its end. */
const MAX_STDERR_BYTES = 64 * 1024;

export interface SpawnGitOptions extends GitEnvironmentOptions {
  /** Arguments, handed over as they are; no shell takes part. Whatever comes from outside stands behind `--` or is checked. */
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** A running `git`. */
export interface GitProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /**
   * Ends when the process has: quietly on exit code 0.
   * @throws GitProcessError on another exit code or a signal; LocatedError `git-not-installed`; the signal's reason when aborted.
   */
  readonly done: Promise<void>;
  kill(): void;
}

/** Starts `git` in a session of its own, without a terminal. When the signal aborts, it and its helpers are killed. */
export function spawnGit({ args, cwd, ...environment }: SpawnGitOptions, signal: AbortSignal): GitProcess {
  signal.throwIfAborted();
  const child = spawn('git', [...args], {
    env: gitEnvironment(environment),
    cwd,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const kill = (): void => killGroup(child.pid);
  signal.addEventListener('abort', kill, { once: true });
  const done = whenDone(child, { command: args[0] ?? '', cwd }, signal).finally(() =>
    signal.removeEventListener('abort', kill),
  );
  // A caller that never looks at `done` has killed the process itself.
  done.catch(() => undefined);
  child.stdin.on('error', ignoreBrokenPipe);
  return { stdin: child.stdin, stdout: child.stdout, done, kill };
}

function whenDone(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  { command, cwd }: { readonly command: string; readonly cwd: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const stderr = keepTail(child.stderr);
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(startError(error, cwd)));
    child.on('close', (code) => {
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new GitProcessError(command, code ?? undefined, stderr()));
    });
  });
}

function keepTail(stream: Readable): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-MAX_STDERR_BYTES);
  });
  return () => kept.toString('utf8');
}

/** The helpers that git starts for HTTP and SSH are in its process group, and go with it. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** A process that ends before it has read all input is judged by its exit code, not by the broken pipe. */
function ignoreBrokenPipe(): void {}

/** The same error says that the program or the folder to start it in is not there. */
function startError(cause: NodeJS.ErrnoException, cwd: string | undefined): Error {
  if (cause.code !== 'ENOENT') return cause;
  if (cwd !== undefined && !existsSync(cwd)) {
    return new LocatedError({ code: 'no-such-folder', message: `no such folder: ${cwd}`, cause });
  }
  return new LocatedError({
    code: 'git-not-installed',
    message: 'executable file "git" not found in $PATH',
    hint: 'Install Git 2.31 or later and make sure that it is in the PATH.',
    cause,
  });
}
