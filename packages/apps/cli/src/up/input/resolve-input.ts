import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { joinTreePath } from '@gotk/file-tree';
import { type LocalRepository, openLocalRepository } from '@gotk/git';
import { hasErrorCode, LocatedError } from '@gotk/located-error';
import type { UpOptions } from '../up-options.js';
import type { SourceInput } from './source-input.js';

type InputOptions = Pick<UpOptions, 'target' | 'path' | 'branch' | 'cwd'>;

/**
 * Finds out what PATH or URL is. Only this machine is looked at; {@link checkSource} looks into the source.
 *
 * @throws LocatedError `no-such-path`, `not-a-folder`, `bad-path`, `bad-url`, `detached-head`, `no-commits`, `branch-of-folder`.
 */
export async function resolveInput(options: InputOptions, signal: AbortSignal): Promise<SourceInput> {
  const { target, branch } = options;
  const path = parseSourcePath(options.path);
  if (looksRemote(target)) return { kind: 'remote', url: parseUrl(target), branch, path };
  const folder = resolve(options.cwd, target);
  await requireFolder(folder, target);
  const repository = await findRepository(folder, signal);
  // A folder inside a repository is its own root: its paths begin there.
  if (repository === undefined || repository.prefix !== '') return folderInput({ folder, target, branch, path });
  return repositoryInput(repository, { folder, target, branch, path });
}

/** The directory in the source without `./`; empty for the root. */
function parseSourcePath(typed: string | undefined): string {
  const path = joinTreePath(typed ?? '');
  if (path !== undefined) return path;
  throw new LocatedError({
    code: 'bad-path',
    message: `path ${JSON.stringify(typed)} leaves the source`,
    hint: 'Give --path relative to the root of the source.',
  });
}

function looksRemote(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(target) || /^[^/\s]+@[^/\s:]+:/.test(target);
}

function parseUrl(target: string): string {
  if (/^(https?|ssh):\/\//i.test(target) && URL.canParse(target)) return target;
  const [, host = '', path = ''] = /^([^/\s]+@[^/\s:]+):(.*)$/.exec(target) ?? [];
  throw new LocatedError({
    code: 'bad-url',
    message: `cannot use ${target} as a source`,
    hint: host === '' ? 'Use an http, https or ssh URL.' : `Write it as ssh://${host}/${path}.`,
  });
}

async function requireFolder(folder: string, typed: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    throw new LocatedError({
      code: 'no-such-path',
      message: `no such file or directory: ${typed}`,
      hint: 'Give the path of a Git repository or a folder, or the URL of a repository.',
    });
  }
  if (found.isDirectory()) return;
  throw new LocatedError({
    code: 'not-a-folder',
    message: `not a folder: ${typed}`,
    hint: 'Give the folder that holds the file.',
  });
}

/** @returns `undefined` outside Git. */
async function findRepository(folder: string, signal: AbortSignal): Promise<LocalRepository | undefined> {
  try {
    return await openLocalRepository(folder, signal);
  } catch (error) {
    if (hasErrorCode(error, 'not-a-git-repository')) return undefined;
    throw error;
  }
}

interface Found {
  readonly folder: string;
  readonly target: string;
  readonly branch: string | undefined;
  readonly path: string;
}

function folderInput({ folder, target, branch, path }: Found): SourceInput {
  if (branch === undefined) return { kind: 'folder', folder, path };
  throw new LocatedError({
    code: 'branch-of-folder',
    message: `${target} is not a Git repository, so it has no branch ${JSON.stringify(branch)}`,
    hint: 'Give the root of a repository, or leave --branch out.',
  });
}

function repositoryInput(repository: LocalRepository, { folder, target, branch, path }: Found): SourceInput {
  const chosen = branch ?? repository.branch;
  if (chosen === undefined) {
    throw new LocatedError({
      code: 'detached-head',
      message: `HEAD of ${target} names a commit, not a branch`,
      hint: 'Name the branch to follow with --branch.',
    });
  }
  if (branch === undefined && !repository.hasCommits) {
    throw new LocatedError({
      code: 'no-commits',
      message: `branch ${JSON.stringify(chosen)} of ${target} has no commits`,
      hint: 'Commit something first.',
    });
  }
  return { kind: 'repository', gitDir: repository.gitDir, folder, branch: chosen, path };
}
