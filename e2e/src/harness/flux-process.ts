import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const flux = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');

/** A finished run of the command. */
export interface FinishedRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `flux`, e.g. `flux up`. */
export interface FluxProcess {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams in the order of arrival. */
  readonly output: () => string;
  /** Waits until the output matches. @throws with the output when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Ends it with the signal and waits. */
  stop(signal?: NodeJS.Signals): Promise<FinishedRun>;
  readonly finished: Promise<FinishedRun>;
}

export interface FluxOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Starts `flux` with these arguments. */
export function startFlux(args: readonly string[], { cwd, env, stdin }: FluxOptions = {}): FluxProcess {
  const child = spawn(process.execPath, [flux, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', KUBECONFIG: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
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
          reject(new Error(`flux ${args.join(' ')} exited with ${exitCode} before ${pattern}:\n${output}`)),
        reject,
      );
      look();
    });
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<FinishedRun> => {
    child.kill(signal);
    return finished;
  };
  return { child, output: () => output, waitFor, stop, finished };
}

/** Runs `flux` to its end. */
export function runFlux(args: readonly string[], options: FluxOptions = {}): Promise<FinishedRun> {
  return startFlux(args, options).finished;
}
