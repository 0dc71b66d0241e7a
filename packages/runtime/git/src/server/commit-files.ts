import { once } from 'node:events';
import { runGit } from '../process/run-git.js';
import { type GitProcess, spawnGit } from '../process/spawn-git.js';

/** A change of one path against the commit before. */
export type FileChange =
  | { readonly path: string; readonly content: Uint8Array | string; readonly executable?: boolean }
  | { readonly path: string; readonly symlink: string }
  /** The commit of a submodule. */
  | { readonly path: string; readonly submodule: string }
  | { readonly path: string; readonly deleted: true }
  /** What follows is all that the commit has. */
  | { readonly everything: 'deleted' };

/** Who makes a commit or a tag. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface CommitFilesOptions {
  readonly gitDir: string;
  /** Full name of the ref that is moved to the new commit. */
  readonly ref: string;
  /** Ref or hash of the commit before; default: where `ref` stands, or nothing. */
  readonly from?: string;
  readonly author: Identity;
  /** Seconds since 1970; shown in UTC. */
  readonly whenSeconds: number;
  readonly message: string;
  readonly changes: Iterable<FileChange> | AsyncIterable<FileChange>;
}

/**
 * Makes a commit in a repository, without a work tree or an index; equal input gives equal hashes.
 * @returns the hash of the commit.
 */
export async function commitFiles(options: CommitFilesOptions, signal: AbortSignal): Promise<string> {
  const { gitDir, ref, author, whenSeconds, message, changes } = options;
  const from = options.from ?? ((await refExists(gitDir, ref, signal)) ? ref : undefined);
  const args = ['fast-import', '--quiet', '--force', '--date-format=raw', '--done'];
  const git = spawnGit({ args, variables: { GIT_DIR: gitDir } }, signal);
  const output = readAll(git);
  const who = `${person(author)} ${whenSeconds} +0000`;
  try {
    await write(git, [
      'feature get-mark\n',
      `commit ${ref}\nmark :1\nauthor ${who}\ncommitter ${who}\n`,
      ...data(message),
      ...(from === undefined ? [] : [`from ${from}^0\n`]),
    ]);
    for await (const change of changes) await write(git, renderChange(change));
    await write(git, ['\nget-mark :1\ndone\n']);
    git.stdin.end();
    await git.done;
    return (await output).trim();
  } catch (error) {
    git.kill();
    throw error;
  }
}

export interface TagOptions {
  readonly gitDir: string;
  readonly name: string;
  readonly commit: string;
  /** Makes an annotated tag. */
  readonly annotation?: { readonly message: string; readonly tagger: Identity; readonly whenSeconds: number };
}

/** Makes or moves a tag. */
export async function tagCommit({ gitDir, name, commit, annotation }: TagOptions, signal: AbortSignal): Promise<void> {
  let hash = commit;
  if (annotation !== undefined) {
    const { message, tagger, whenSeconds } = annotation;
    const tagged = `object ${commit}\ntype commit\ntag ${name}\ntagger ${person(tagger)} ${whenSeconds} +0000\n\n`;
    const args = ['hash-object', '-t', 'tag', '-w', '--stdin'];
    hash = (await runGit({ args, input: tagged + message, variables: { GIT_DIR: gitDir } }, signal)).toString().trim();
  }
  await runGit({ args: ['update-ref', '--', `refs/tags/${name}`, hash], variables: { GIT_DIR: gitDir } }, signal);
}

async function refExists(gitDir: string, ref: string, signal: AbortSignal): Promise<boolean> {
  const args = ['for-each-ref', '--format=x', ref];
  return (await runGit({ args, variables: { GIT_DIR: gitDir } }, signal)).length > 0;
}

async function readAll({ stdout }: GitProcess): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdout as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Waits while the pipe is full, or until the process has ended. */
async function write(git: GitProcess, parts: readonly (string | Uint8Array)[]): Promise<void> {
  for (const part of parts) {
    if (git.stdin.write(part)) continue;
    await Promise.race([once(git.stdin, 'drain'), git.done]);
  }
}

function renderChange(change: FileChange): readonly (string | Uint8Array)[] {
  if ('everything' in change) return ['deleteall\n'];
  const path = quotePath(change.path);
  if ('deleted' in change) return [`D ${path}\n`];
  if ('submodule' in change) return [`M 160000 ${change.submodule} ${path}\n`];
  if ('symlink' in change) return [`M 120000 inline ${path}\n`, ...data(change.symlink)];
  return [`M ${change.executable === true ? '100755' : '100644'} inline ${path}\n`, ...data(change.content)];
}

function data(content: Uint8Array | string): readonly (string | Uint8Array)[] {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return [`data ${size}\n`, content, '\n'];
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function person({ name, email }: Identity): string {
  return `${name.replaceAll(/[<>\n]/g, '')} <${email.replaceAll(/[<>\n]/g, '')}>`;
}
