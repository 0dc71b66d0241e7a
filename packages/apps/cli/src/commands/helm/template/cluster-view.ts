import type { AsyncLookup, Capabilities, HelmLog, HelmVersion, KubeVersion, RenderedChart } from '@gotk/helm';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { ApiError, type KubeClient, NoMatchError } from '@gotk/kube-client';
import { parseYaml } from '@gotk/yaml';

/** What a rendering with `--dry-run=server` takes from the cluster. */
export interface ClusterView {
  readonly kubeVersion: KubeVersion;
  readonly apiVersions: readonly string[];
  readonly lookup: AsyncLookup;
}

export interface ViewOptions {
  readonly signal: AbortSignal;
  readonly log: HelmLog;
  readonly helmVersion: HelmVersion;
}

/** Asks the cluster what it is. @throws Error in Helm's words when it cannot be reached */
export async function viewCluster(
  connect: () => Promise<KubeClient>,
  { signal, log, helmVersion }: ViewOptions,
): Promise<ClusterView> {
  const unreachable =
    helmVersion === '4.2'
      ? 'cluster reachability check failed: kubernetes cluster unreachable'
      : 'Kubernetes cluster unreachable';
  const client = await connect().catch((cause: unknown) => {
    throw new Error(`${unreachable}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const version = await client.serverVersion(signal).catch((cause: unknown) => {
    const isRefused = cause instanceof ApiError && cause.code === 401;
    const reason = isRefused ? NO_CREDENTIALS : cause instanceof Error ? cause.message : cause;
    throw new Error(`${unreachable}: ${reason}`, { cause });
  });
  const resources = await client.resources(signal);
  const apiVersions = resources.flatMap(({ apiVersion, kind }) => [apiVersion, `${apiVersion}/${kind}`]);
  const { gitVersion, major, minor } = version;
  // Helm normalizes only versions that are given to it.
  const kubeVersion = { version: gitVersion, normalized: '', major, minor };
  const known = new Set(apiVersions);
  return { kubeVersion, apiVersions: [...known], lookup: lookupIn(client, { signal, known, log }) };
}

const NO_CREDENTIALS = 'the server has asked for the client to provide credentials';

/** Capabilities with what the cluster says of itself. */
export function capabilitiesOfCluster(base: Capabilities, { kubeVersion, apiVersions }: ClusterView): Capabilities {
  return { ...base, kubeVersion, apiVersions };
}

interface LookupOptions {
  readonly signal: AbortSignal;
  /** What the cluster serves: versions of groups among others. */
  readonly known: ReadonlySet<string>;
  readonly log: HelmLog;
}

function lookupIn(client: KubeClient, { signal, known, log }: LookupOptions): AsyncLookup {
  return async ({ apiVersion, kind, namespace, name }) => {
    if (!known.has(apiVersion)) throw unknownVersion(apiVersion, kind, log);
    try {
      if (name !== '') {
        const key = { apiVersion, kind, name, ...(namespace === '' ? {} : { namespace }) };
        return (await client.find(key, undefined, signal)) as JsonObject | undefined;
      }
      const list = await client.list({ apiVersion, kind }, namespace === '' ? {} : { namespace }, signal);
      return { ...list } as unknown as JsonObject;
    } catch (error) {
      if (error instanceof NoMatchError) return undefined;
      throw error;
    }
  };
}

/** To Helm a kind may be missing, but not the version of its group. */
function unknownVersion(apiVersion: string, kind: string, log: HelmLog): Error {
  const isVersion = apiVersion !== '' && apiVersion.split('/').length <= 2;
  const problem = isVersion ? 'the server could not find the requested resource' : "groupVersion shouldn't be empty";
  const groupVersion = isVersion ? apiVersion : '';
  const shown = `${groupVersion.includes('/') ? groupVersion : `/${groupVersion}`}, Kind=${kind}`;
  log({
    level: 'ERROR',
    message: 'unable to retrieve resource list',
    attributes: [
      ['GroupVersion', groupVersion],
      ['error', problem],
    ],
  });
  log({
    level: 'ERROR',
    message: 'unable to get apiresource',
    attributes: [
      ['groupVersionKind', shown],
      ['error', problem],
    ],
  });
  return new Error(`unable to get apiresource from unstructured: ${shown}: ${problem}`);
}

/** Makes sure that the cluster serves the kinds of all manifests. @throws Error in Helm's words */
export async function requireKnownKinds(
  client: KubeClient,
  { manifests }: RenderedChart,
  signal: AbortSignal,
): Promise<void> {
  for (const { apiVersion, kind, content } of manifests) {
    if ((await client.resourceFor({ apiVersion, kind }, signal)) !== undefined) continue;
    const object = parseYaml(content);
    const metadata = isJsonObject(object) && isJsonObject(object['metadata']) ? object['metadata'] : {};
    const [name, namespace] = [metadata['name'] ?? '', metadata['namespace'] ?? ''].map(String);
    const where = `name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ""`;
    const what = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
    throw new Error(
      `unable to build kubernetes objects from release manifest: resource mapping not found for ${where}: ${what}\nensure CRDs are installed first`,
    );
  }
}
