import {
  ConnectionError,
  createKubeClient,
  httpTransport,
  type Identity,
  type KubeClient,
  type LoadKubeConfigOptions,
  loadKubeConfig,
  type Transport,
} from '@gotk/kube-client';
import { FLUX_VERSION } from '../version.js';
import type { ConnectOptions } from './cli-io.js';

/** The client of the cluster that flags, `$KUBECONFIG` or the environment name. */
export async function connect(options: ConnectOptions): Promise<KubeClient> {
  const access = loadKubeConfig(loadOptions(options));
  return createKubeClient(tellingOfDiscovery(httpTransport(access, { userAgent: `flux/${FLUX_VERSION}` })));
}

/** `/api`, `/apis` and what a group serves: what is asked before anything else. */
const DISCOVERY = /^\/apis?(\/[^/?]+){0,2}$/;

/** Says as Flux does that nothing could be learned of the cluster; of credentials before the cluster says anything else. */
function tellingOfDiscovery(transport: Transport): Transport {
  return {
    stream: (request, signal) => transport.stream(request, signal),
    close: () => transport.close(),
    request: async (request, signal) => {
      if (!DISCOVERY.test(request.path)) return transport.request(request, signal);
      try {
        const response = await transport.request(request, signal);
        if (response.status !== 401) return response;
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        const message = error.message.replace(`${request.path}"`, '/api"');
        throw new ConnectionError(`failed to get server groups: ${message}`, { code: error.code, cause: error });
      }
      throw new Error('failed to get server groups: the server has asked for the client to provide credentials');
    },
  };
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
