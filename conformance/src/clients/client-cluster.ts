import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiServer, type ApiServerOptions, createApiServer } from '@gotk/apiserver';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { type ProgramOptions, type ProgramRun, runProgram } from '../run-program.js';

/** An embedded API server that programs of others are let loose on. */
export interface ClientCluster {
  readonly server: ApiServer;
  readonly url: string;
  /** In process, as an administrator. */
  readonly client: KubeClient;
  /** File with an administrator's access. */
  readonly kubeconfig: string;
  /** A folder for this cluster alone; the home of the programs. */
  readonly folder: string;
  /** Runs a program against the cluster. */
  run(program: string, args: readonly string[], options?: ProgramOptions): Promise<ProgramRun>;
  close(): Promise<void>;
}

/** Starts it with simulated workloads. */
export async function startClientCluster(options: ApiServerOptions = {}): Promise<ClientCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gotk-clients-'));
  const server = await createApiServer(options);
  const { url, kubeconfig: text } = await server.listen();
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, text, { mode: 0o600 });
  const client = createKubeClient(server.transport());
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    KUBECONFIG: kubeconfig,
    TMPDIR: folder,
    LANG: 'C',
    TZ: 'UTC',
  };
  return {
    server,
    url,
    client,
    kubeconfig,
    folder,
    run: (program, args, more = {}) =>
      runProgram(program, args, { cwd: folder, ...more, env: { ...env, ...more.env } }),
    close: async () => {
      await client.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
