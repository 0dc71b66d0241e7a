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
import { LocatedError } from '@gotk/located-error';
import { FLUX_VERSION } from '../version.js';
import type { ConnectOptions } from './cli-io.js';

/** The client of the cluster that flags, `$KUBECONFIG` or the environment name. */
export async function connect(options: ConnectOptions): Promise<KubeClient> {
  const access = loadKubeConfig(loadOptions(options));
  const transport = httpTransport(access, { userAgent: `flux/${FLUX_VERSION}` });
  return createKubeClient(tellingOfDiscovery(transport, adviceOn(access.server)));
}

/** What is asked where nothing names a cluster. */
const NO_CLUSTER = 'http://localhost:8080';
/** Where 'flux up' and other clusters on this machine listen. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/;

/** What to do where a cluster does not answer. */
function adviceOn(server: string): string | undefined {
  if (server === NO_CLUSTER)
    return "Name a cluster by --kubeconfig or $KUBECONFIG, or start one of a repository with 'flux up'.";
  return LOOPBACK.test(server) ? "Start the cluster of the kubeconfig again, such as with 'flux up'." : undefined;
}

/** `/api`, `/apis` and what a group serves: what is asked before anything else. */
const DISCOVERY = /^\/apis?(\/[^/?]+){0,2}$/;

/** Says as Flux does that nothing could be learned of the cluster; of credentials before the cluster says anything else. */
function tellingOfDiscovery(transport: Transport, hint: string | undefined): Transport {
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
        const message = `failed to get server groups: ${error.message.replace(`${request.path}"`, '/api"')}`;
        const cause = new LocatedError({ code: 'cluster-unreachable', message, hint, cause: error });
        throw new ConnectionError(message, { code: error.code, cause });
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
