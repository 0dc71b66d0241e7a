import { spawnSync } from 'node:child_process';
import { type RunningCommand, startCommand } from './running-command.js';

/** Whether `kubectl` is installed. */
export const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;

/**
 * Runs kubectl against a cluster.
 *
 * @throws with its output when it fails.
 */
export function kubectl(kubeconfig: string, ...args: readonly string[]): string {
  const result = spawnSync('kubectl', args, { env: { ...process.env, KUBECONFIG: kubeconfig }, encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`kubectl ${args.join(' ')} exited with ${result.status}: ${result.stderr}${result.stdout}`);
  return result.stdout;
}

/** Starts kubectl against a cluster, e.g. a watch. */
export function startKubectl(kubeconfig: string, ...args: readonly string[]): RunningCommand {
  return startCommand('kubectl', args, { env: { KUBECONFIG: kubeconfig } });
}
