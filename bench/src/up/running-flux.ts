import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKubeClient, httpTransport, type KubeClient, loadKubeConfig } from '@gotk/kube-client';

const TICKS_PER_SECOND = 100;

/** The `flux` of this checkout. */
export const fluxCommand = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');

/** A running `flux up` with a client of its cluster. */
export interface RunningFlux {
  readonly client: KubeClient;
  readonly usage: () => { readonly cpuMs: number; readonly rssBytes: number; readonly peakRssBytes: number };
  stop(): Promise<void>;
}

/** Starts `flux up` and waits until it serves its API. */
export async function startFluxUp(args: readonly string[]): Promise<RunningFlux> {
  const child = spawn(process.execPath, [fluxCommand, 'up', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KUBECONFIG: '' },
  });
  const kubeconfig = await kubeconfigOf(child);
  const client = createKubeClient(httpTransport(await loadKubeConfig({ kubeconfig })));
  return {
    client,
    usage: () => readUsage(child.pid ?? 0),
    async stop(): Promise<void> {
      await client.close();
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGINT');
      await ended;
    },
  };
}

function kubeconfigOf(child: ChildProcess): Promise<string> {
  return new Promise((found, reject) => {
    let output = '';
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      const path = /KUBECONFIG=(\S+)/.exec(output)?.[1];
      if (path !== undefined) found(path);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => reject(new Error(`flux up exited with ${code}:\n${output}`)));
  });
}

function readUsage(pid: number): { readonly cpuMs: number; readonly rssBytes: number; readonly peakRssBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kib = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
  return {
    cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND,
    rssBytes: kib('VmRSS'),
    peakRssBytes: kib('VmHWM'),
  };
}
