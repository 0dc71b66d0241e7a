import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { ClusterAccess } from '../cluster-access.js';
import { type AccessOverrides, clusterAccessOf } from './cluster-access-of.js';
import { inClusterAccess } from './in-cluster-access.js';
import { type KubeConfig, mergeKubeConfigs, parseKubeConfig } from './parse-kube-config.js';

export interface LoadKubeConfigOptions extends AccessOverrides {
  /** `--kubeconfig`: this file alone, and it must be there. */
  readonly kubeconfig?: string | undefined;
  /** Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the user's home directory. */
  readonly home?: string;
  /** Where a Pod's service account is mounted. Default `/var/run/secrets/kubernetes.io/serviceaccount`. */
  readonly serviceAccountDirectory?: string;
}

/**
 * Finds the cluster as kubectl does: `--kubeconfig`, else the files of `$KUBECONFIG`, else `~/.kube/config`, else the
 * cluster this process runs in, else http://localhost:8080.
 *
 * @throws Error with kubectl's text; nothing secret is in it.
 */
export function loadKubeConfig(options: LoadKubeConfigOptions = {}): ClusterAccess {
  const { env = process.env } = options;
  const config = mergeKubeConfigs(configFiles(options).map((file) => parseKubeConfig(readConfigFile(file), file)));
  if (isEmpty(config) && options.kubeconfig === undefined) {
    const access = inClusterAccess(options, { env, directory: options.serviceAccountDirectory });
    if (access !== undefined) return access;
  }
  return clusterAccessOf(config, options, { defaultServer: env['KUBERNETES_MASTER'] ?? 'http://localhost:8080' });
}

/** Reads the access from the text of one kubeconfig; nothing of this machine comes in. */
export function clusterAccessFromKubeConfig(text: string, overrides: AccessOverrides = {}): ClusterAccess {
  return clusterAccessOf(parseKubeConfig(text), overrides);
}

function configFiles({ kubeconfig, env = process.env, home = homedir() }: LoadKubeConfigOptions): readonly string[] {
  if (kubeconfig !== undefined && kubeconfig !== '') {
    if (!existsSync(kubeconfig)) throw new Error(`stat ${kubeconfig}: no such file or directory`);
    return [resolve(kubeconfig)];
  }
  const fromEnv = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const files = fromEnv.length === 0 ? [join(home, '.kube', 'config')] : [...new Set(fromEnv)];
  return files.filter((file) => existsSync(file)).map((file) => resolve(file));
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, syscall = 'open' } = error as NodeJS.ErrnoException;
    throw new Error(`error loading config file "${file}": ${syscall} ${file}: ${PROBLEMS[code ?? ''] ?? code}`);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = { EACCES: 'permission denied', EISDIR: 'is a directory' };

function isEmpty({ clusters, users, contexts, currentContext }: KubeConfig): boolean {
  return clusters.size === 0 && users.size === 0 && contexts.size === 0 && currentContext === undefined;
}
