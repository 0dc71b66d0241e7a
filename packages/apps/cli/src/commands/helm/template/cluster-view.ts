import type { AsyncLookup, Capabilities, KubeVersion, RenderedChart } from '@gotk/helm';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { type KubeClient, NoMatchError } from '@gotk/kube-client';
import { parseYaml } from '@gotk/yaml';

/** What a rendering with `--dry-run=server` takes from the cluster. */
export interface ClusterView {
  readonly kubeVersion: KubeVersion;
  readonly apiVersions: readonly string[];
  readonly lookup: AsyncLookup;
}

/** Asks the cluster what it is. @throws Error in Helm's words when it cannot be reached */
export async function viewCluster(connect: () => Promise<KubeClient>, signal: AbortSignal): Promise<ClusterView> {
  const unreachable = 'cluster reachability check failed: kubernetes cluster unreachable';
  const client = await connect().catch((cause: unknown) => {
    throw new Error(`${unreachable}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const version = await client.serverVersion(signal).catch((cause: unknown) => {
    throw new Error(`${unreachable}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const resources = await client.resources(signal);
  const apiVersions = resources.flatMap(({ apiVersion, kind }) => [apiVersion, `${apiVersion}/${kind}`]);
  const { gitVersion, major, minor } = version;
  const kubeVersion = { version: gitVersion, normalized: gitVersion.split(/[-+]/, 1)[0] ?? gitVersion, major, minor };
  return { kubeVersion, apiVersions: [...new Set(apiVersions)], lookup: lookupIn(client, signal) };
}

/** Capabilities with what the cluster says of itself. */
export function capabilitiesOfCluster(base: Capabilities, { kubeVersion, apiVersions }: ClusterView): Capabilities {
  return { ...base, kubeVersion, apiVersions };
}

function lookupIn(client: KubeClient, signal: AbortSignal): AsyncLookup {
  return async ({ apiVersion, kind, namespace, name }) => {
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
