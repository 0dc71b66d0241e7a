import { LocatedError } from '@gotk/located-error';
import { type GitProcess, spawnGit } from '../process/spawn-git.js';
import { isRefName } from '../protocol/ref-name.js';
import { createObjectParser } from './object-parser.js';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** An object as it is stored. */
export interface GitObject {
  readonly hash: string;
  readonly type: ObjectType;
  readonly content: Buffer;
}

/** Reads the objects of one repository, through one process, in the order they are asked for. */
export interface ObjectReader {
  /**
   * @param name a hash, or the name of a ref.
   * @returns `undefined` when the repository has no such object.
   * @throws LocatedError `git-object-too-large`; whatever ended the process.
   */
  read(name: string): Promise<GitObject | undefined>;
  close(): void;
}

export interface OpenObjectReaderOptions {
  readonly gitDir: string;
  /** Larger files are refused. */
  readonly maxBlobBytes: number;
}

interface Request {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** Starts the process that reads. */
export function openObjectReader({ gitDir, maxBlobBytes }: OpenObjectReaderOptions, signal: AbortSignal): ObjectReader {
  const git = spawnGit({ args: ['cat-file', '--batch'], variables: { GIT_DIR: gitDir } }, signal);
  const requests: Request[] = [];
  const parser = createObjectParser(maxBlobBytes, (answer) => {
    const request = requests.shift();
    if (answer.kind === 'object') request?.resolve(answer.object);
    else if (answer.kind === 'missing') request?.resolve(undefined);
    else request?.reject(tooLarge(answer.sizeBytes, maxBlobBytes));
  });
  const ended = whenEnded(git, (reason) => {
    for (const request of requests.splice(0)) request.reject(reason);
  });
  git.stdout.on('data', (chunk: Buffer) => parser.push(chunk));
  return {
    read(name): Promise<GitObject | undefined> {
      if (!isRefName(name)) return Promise.resolve(undefined);
      const reason = ended();
      if (reason !== undefined) return Promise.reject(reason);
      return new Promise((resolve, reject) => {
        requests.push({ resolve, reject });
        git.stdin.write(`${name}\n`);
      });
    },
    close: git.kill,
  };
}

/** Calls `onEnd` once, when the process has ended, and returns a function that tells why. */
function whenEnded(git: GitProcess, onEnd: (reason: unknown) => void): () => unknown {
  let ended: unknown;
  const end = (reason: unknown): void => {
    ended = reason;
    onEnd(reason);
  };
  git.done.then(() => end(new Error('git cat-file has ended')), end);
  return () => ended;
}

function tooLarge(sizeBytes: number, maxBytes: number): LocatedError {
  return new LocatedError({
    code: 'git-object-too-large',
    message: `a file of ${sizeBytes} bytes is larger than the limit of ${maxBytes} bytes`,
    hint: 'Keep the file out of the repository, or exclude it with spec.ignore, a .sourceignore file or spec.sparseCheckout.',
  });
}
