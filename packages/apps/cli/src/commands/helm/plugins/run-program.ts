import { spawn } from 'node:child_process';
import type { CliIo } from '../../../cli/cli-io.js';

/** A program with what it is given. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: CliIo['env'];
  /** Default: that of this process. */
  readonly cwd?: string;
  /** For its standard input. */
  readonly input: string;
  /** Takes what it says on stderr, as it says it. */
  readonly onErrors?: (text: string) => void;
}

/** What a program left behind. */
export interface ProgramResult {
  readonly output: Buffer;
  readonly errors: string;
  /** Why it could not be started, as Go says it. */
  readonly unstarted?: string;
  /** Why it failed, as Go says it. */
  readonly problem: string | undefined;
}

/** Runs a program to its end. */
export function runProgram(program: Program, signal?: AbortSignal): Promise<ProgramResult> {
  const { command, args, env, cwd, input, onErrors } = program;
  return new Promise((done) => {
    const child = spawn(command, [...args], { env: { ...env }, cwd, ...(signal === undefined ? {} : { signal }) });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    const finish = (result: Omit<ProgramResult, 'output' | 'errors'>): void =>
      done({ output: Buffer.concat(output), errors: Buffer.concat(errors).toString('utf8'), ...result });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      errors.push(chunk);
      onErrors?.(chunk.toString('utf8'));
    });
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => finish({ problem: error.message, unstarted: startProblem(command, error) }));
    child.on('close', (code) => finish({ problem: code === 0 ? undefined : `exit status ${code}` }));
    child.stdin.end(input);
  });
}

const START_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOEXEC: 'exec format error',
};

function startProblem(command: string, error: NodeJS.ErrnoException): string {
  return `fork/exec ${command}: ${START_PROBLEMS[error.code ?? ''] ?? error.message}`;
}
