import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd?: string;
  /** The whole environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** A program that takes longer is ended; its exit code is then `null`. Default 60 s. */
  readonly timeoutMs?: number;
}

/** How a program ended, and what it said. */
export interface ProgramRun {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 60_000;

/** Runs a program to its end. @throws when it cannot be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, stdin = '', timeoutMs = TIMEOUT_MS }: ProgramOptions = {},
): Promise<ProgramRun> {
  const child = spawn(program, args, { cwd, env });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const late = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      clearTimeout(late);
      resolve({ exit, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
