import { type ChildProcess, spawn } from 'node:child_process';

/** A finished run of a command. */
export interface FinishedRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams in the order of arrival. */
  readonly output: () => string;
  /** Waits until the output matches. @throws with the output when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Types on its standard input. */
  type(text: string): void;
  /** Ends it with the signal and waits. */
  stop(signal?: NodeJS.Signals): Promise<FinishedRun>;
  readonly finished: Promise<FinishedRun>;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input. Absent: it stays open. */
  readonly stdin?: string;
}

/** Starts a command. */
export function startCommand(
  command: string,
  args: readonly string[],
  { cwd, env, stdin }: CommandOptions = {},
): RunningCommand {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (stdin !== undefined) child.stdin.end(stdin);
  let stdout = '';
  let stderr = '';
  let output = '';
  const waiters = new Set<() => void>();
  const collect = (chunk: string, isError: boolean): void => {
    if (isError) stderr += chunk;
    else stdout += chunk;
    output += chunk;
    for (const waiter of waiters) waiter();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => collect(chunk, false));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => collect(chunk, true));
  const finished = new Promise<FinishedRun>((done, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => done({ exitCode, stdout, stderr }));
  });
  const waitFor = (pattern: RegExp): Promise<RegExpMatchArray> =>
    new Promise((found, reject) => {
      const look = (): void => {
        const match = output.match(pattern);
        if (match === null) return;
        waiters.delete(look);
        found(match);
      };
      waiters.add(look);
      finished.then(
        ({ exitCode }) =>
          reject(new Error(`${command} ${args.join(' ')} exited with ${exitCode} before ${pattern}:\n${output}`)),
        reject,
      );
      look();
    });
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<FinishedRun> => {
    child.kill(signal);
    return finished;
  };
  const type = (text: string): void => void child.stdin.write(text);
  return { child, output: () => output, waitFor, type, stop, finished };
}
