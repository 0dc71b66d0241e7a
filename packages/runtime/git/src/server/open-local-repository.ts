import { LocatedError } from '@gotk/located-error';
import { GitProcessError } from '../process/git-process-error.js';
import { runGit } from '../process/run-git.js';

/** A repository on this machine. */
export interface LocalRepository {
  /** The Git directory that work trees share: what is served and watched. */
  readonly gitDir: string;
  /** Root of the work tree; absent for a bare repository. */
  readonly workTree?: string;
  /** Path of the folder asked for below the root of the work tree; `''` for the root. */
  readonly prefix: string;
  /** The branch that is checked out; absent when `HEAD` is detached. */
  readonly branch?: string;
  /** Whether the repository has a commit on that branch. */
  readonly hasCommits: boolean;
}

/**
 * Finds the repository that a folder is in.
 * @throws LocatedError `not-a-git-repository`, `git-not-installed`.
 */
export async function openLocalRepository(folder: string, signal: AbortSignal): Promise<LocalRepository> {
  const [gitDir = '', bare] = await ask(
    folder,
    ['--path-format=absolute', '--git-common-dir', '--is-bare-repository'],
    signal,
  );
  const [[workTree, prefix = ''], branch, head] = await Promise.all([
    bare === 'true' ? [] : ask(folder, ['--path-format=absolute', '--show-toplevel', '--show-prefix'], signal),
    tryRun(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD'], signal),
    tryRun(folder, ['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'], signal),
  ]);
  return {
    gitDir,
    ...(workTree !== undefined && { workTree }),
    prefix: prefix.replace(/\/$/, ''),
    ...(branch !== undefined && { branch }),
    hasCommits: head !== undefined,
  };
}

async function ask(folder: string, flags: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  try {
    const output = await runGit({ args: ['rev-parse', ...flags], cwd: folder }, signal);
    return output.toString('utf8').split('\n');
  } catch (error) {
    throw error instanceof GitProcessError ? notARepository(folder, error) : error;
  }
}

/** @returns `undefined` when the command fails. */
async function tryRun(folder: string, args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await runGit({ args, cwd: folder }, signal)).toString('utf8').trim();
  } catch (error) {
    if (error instanceof GitProcessError) return undefined;
    throw error;
  }
}

function notARepository(folder: string, cause: Error): LocatedError {
  return new LocatedError({ code: 'not-a-git-repository', message: `not a git repository: ${folder}`, cause });
}
