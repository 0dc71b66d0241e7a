import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Contender, Measurement } from './measurement.js';

const POLL_MS = 3;
const TICKS_PER_SECOND = 100;

export interface CommandOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Exit codes that count as success. Default `[0]`. */
  readonly exitCodes?: readonly number[];
}

/**
 * A command as a contender: wall time from start to exit, CPU time and peak memory read from /proc while it runs (the last few
 * milliseconds before the exit are missed; both values only grow).
 */
export function commandContender(options: CommandOptions): Contender {
  return { name: options.name, run: () => measureCommand(options) };
}

/**
 * Runs a command once.
 *
 * @throws when it cannot be started or exits with another code.
 */
export async function measureCommand({
  command,
  args,
  cwd,
  env,
  stdin,
  exitCodes = [0],
}: CommandOptions): Promise<Measurement> {
  const startedMs = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  let usage: { cpuMs: number; peakRssBytes: number } | undefined;
  const poll = setInterval(() => {
    usage = readUsage(child.pid) ?? usage;
  }, POLL_MS);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exitCode, signal) =>
        exitCode === null ? reject(new Error(`${command} ended by ${signal}`)) : resolve(exitCode),
      );
    });
    const wallMs = performance.now() - startedMs;
    if (!exitCodes.includes(code))
      throw new Error(
        `${command} ${args.join(' ')} exited with ${code}: ${Buffer.concat(errors).toString().slice(-2000)}`,
      );
    return { wallMs, ...usage };
  } finally {
    clearInterval(poll);
  }
}

function readUsage(pid: number | undefined): { cpuMs: number; peakRssBytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isNaN(peakKiB)
      ? undefined
      : { cpuMs: (ticks * 1000) / TICKS_PER_SECOND, peakRssBytes: peakKiB * 1024 };
  } catch {
    // The process is gone, or there is no /proc here.
    return undefined;
  }
}
