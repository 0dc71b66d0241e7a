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
 * A command as a contender: wall time from start to exit, CPU time from what this process has used for its children, peak memory
 * read from /proc while it runs (what grows in the last few milliseconds before the exit is missed).
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
  const usedMs = childrenCpuMs();
  const startedMs = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  let peakRssBytes: number | undefined;
  const poll = setInterval(() => {
    peakRssBytes = readPeak(child.pid) ?? peakRssBytes;
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
    const cpuMs = usedMs === undefined ? undefined : (childrenCpuMs() ?? usedMs) - usedMs;
    return {
      wallMs,
      ...(cpuMs === undefined ? {} : { cpuMs }),
      ...(peakRssBytes === undefined ? {} : { peakRssBytes }),
    };
  } finally {
    clearInterval(poll);
  }
}

/** What all children that have ended used together, in steps of 10 ms. */
function childrenCpuMs(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND;
  } catch {
    // There is no /proc here.
    return undefined;
  }
}

function readPeak(pid: number | undefined): number | undefined {
  try {
    const kiB = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kiB === undefined ? undefined : Number(kiB) * 1024;
  } catch {
    // The process is gone, or there is no /proc here.
    return undefined;
  }
}
