import type { Readable } from 'node:stream';
import { LocatedError } from '@gotk/located-error';
import { type SpawnGitOptions, spawnGit } from './spawn-git.js';

export interface RunGitOptions extends SpawnGitOptions {
  readonly input?: string | Uint8Array;
  /** More output than this ends the run. @default 64 MiB */
  readonly maxOutputBytes?: number;
}

/**
 * Runs `git` to its end.
 *
 * @returns what it wrote to standard output.
 * @throws GitProcessError when it fails; LocatedError `git-output-too-large`, `git-not-installed`; the signal's reason.
 */
export async function runGit(options: RunGitOptions, signal: AbortSignal): Promise<Buffer> {
  const { input, maxOutputBytes = 64 * 1024 * 1024, ...spawnOptions } = options;
  const git = spawnGit(spawnOptions, signal);
  git.stdin.end(input);
  try {
    const [output] = await Promise.all([collect(git.stdout, maxOutputBytes), git.done]);
    return output;
  } catch (error) {
    git.kill();
    throw error;
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw outputTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function outputTooLarge(maxBytes: number): LocatedError {
  return new LocatedError({ code: 'git-output-too-large', message: `git wrote more than ${maxBytes} bytes` });
}
