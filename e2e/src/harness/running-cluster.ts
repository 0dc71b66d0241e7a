import { createKubeClient, httpTransport, type KubeClient, loadKubeConfig } from '@gotk/kube-client';
import { startFlux } from './flux-process.js';
import type { RunningCommand } from './running-command.js';

/** A `flux up` that runs, and a client of its cluster. */
export interface RunningCluster {
  readonly flux: RunningCommand;
  readonly client: KubeClient;
  readonly kubeconfig: string;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
}

/** Starts `flux up` with these arguments; resolves as soon as the cluster answers. */
export async function startUp(...args: readonly string[]): Promise<RunningCluster> {
  const flux = startFlux(['up', ...args]);
  const [, kubeconfig = ''] = await flux.waitFor(/KUBECONFIG=(\S+)/);
  const client = createKubeClient(httpTransport(await loadKubeConfig({ kubeconfig })));
  return {
    flux,
    client,
    kubeconfig,
    kill: async () => {
      await client.close();
      await flux.stop('SIGKILL');
    },
  };
}
