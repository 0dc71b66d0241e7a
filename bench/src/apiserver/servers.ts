import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { realServerBinary, startRealServer } from '@gotk/conformance/real-server';
import { TOKEN, Wire, type WireAddress } from './wire.js';

const TICKS_PER_SECOND = 100;

/** A server under measurement. */
export interface MeasuredServer extends WireAddress {
  readonly name: string;
  readonly startMs: number;
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/** CPU time and memory of all processes of a server. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

/**
 * The embedded server in a process of its own, storing on disk.
 *
 * @param bundle the folder of its bundle
 * @param launcher what its command is given to
 */
export async function startEmbedded(bundle: string, launcher: readonly string[]): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-apiserver-'));
  const startedMs = performance.now();
  const script = fileURLToPath(new URL('./serve.js', import.meta.url));
  const [program, ...words] = [...launcher, process.execPath, script, bundle, join(folder, 'data'), TOKEN] as const;
  const child = spawn(program ?? '', words, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await new Promise<readonly string[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', (text) => resolve([text]));
  })) as [string];
  const { url, ca } = JSON.parse(line) as { url: string; ca: string };
  const address = { url, ca, servername: 'localhost' };
  await firstAnswer(address);
  return {
    name: 'embedded',
    ...address,
    startMs: performance.now() - startedMs,
    pids: [child.pid ?? 0],
    close: async () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Until a request is answered, a server has not started. */
async function firstAnswer(address: WireAddress): Promise<void> {
  const wire = new Wire(address);
  await wire.send({ method: 'GET', path: '/readyz' });
  wire.close();
}

/** The real server with etcd; `undefined` where there is neither the program nor Go. */
export async function startReal(launcher: readonly string[]): Promise<MeasuredServer | undefined> {
  const binary = realServerBinary();
  if (binary === undefined) return undefined;
  const admin = { token: TOKEN, identity: { user: 'admin', groups: ['system:masters'] } };
  const server = await startRealServer(binary, [admin], { launcher });
  return { name: 'kube-apiserver + etcd', ...server };
}

/** What a server used since it was started. */
export function usageOf({ pids }: MeasuredServer): Usage {
  const all = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
    return {
      cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND,
      rssBytes: kib('VmRSS'),
      peakRssBytes: kib('VmHWM'),
    };
  });
  const sum = (field: keyof Usage): number => all.reduce((total, each) => total + each[field], 0);
  return { cpuMs: sum('cpuMs'), rssBytes: sum('rssBytes'), peakRssBytes: sum('peakRssBytes') };
}
