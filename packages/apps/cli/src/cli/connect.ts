import {
  createKubeClient,
  httpTransport,
  type Identity,
  type KubeClient,
  type LoadKubeConfigOptions,
  loadKubeConfig,
} from '@gotk/kube-client';
import { FLUX_VERSION } from '../version.js';
import type { ConnectOptions } from './cli-io.js';

/** The client of the cluster that flags, `$KUBECONFIG` or the environment name. */
export async function connect(options: ConnectOptions): Promise<KubeClient> {
  const access = loadKubeConfig(loadOptions(options));
  return createKubeClient(httpTransport(access, { userAgent: `flux/${FLUX_VERSION}` }));
}

/** The namespace of the current context, if it names another one than `default`. */
export async function contextNamespace(options: ConnectOptions): Promise<string | undefined> {
  try {
    const { namespace } = loadKubeConfig(loadOptions(options));
    return namespace === 'default' ? undefined : namespace;
  } catch {
    // What is wrong with the kubeconfig is told when the cluster is asked.
    return undefined;
  }
}

function loadOptions({ as, asUid, asGroups, asUserExtra, ...options }: ConnectOptions): LoadKubeConfigOptions {
  if (as === undefined) return options;
  const impersonate: Identity = {
    user: as,
    ...(asUid === undefined ? {} : { uid: asUid }),
    ...(asGroups === undefined ? {} : { groups: asGroups }),
    ...(asUserExtra === undefined ? {} : { extra: parseExtra(asUserExtra) }),
  };
  return { ...options, impersonate };
}

/** `key=value` flags; a key given twice has two values. */
function parseExtra(flags: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const extra = new Map<string, string[]>();
  for (const flag of flags) {
    const index = flag.indexOf('=');
    const key = index === -1 ? flag : flag.slice(0, index);
    extra.set(key, [...(extra.get(key) ?? []), index === -1 ? '' : flag.slice(index + 1)]);
  }
  return Object.fromEntries(extra);
}
