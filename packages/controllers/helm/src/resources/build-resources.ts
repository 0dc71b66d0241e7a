import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { KubeObject, ObjectMeta } from '@gotk/objects';
import { readYamlOrJson, splitYaml } from '@gotk/yaml';
import { type Resource, resourceOf } from './resource.js';

export interface BuildResourcesOptions {
  readonly client: KubeClient;
  /** For objects that name none. */
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/**
 * Reads a manifest into objects of kinds that the cluster knows, lists taken apart.
 * @throws LocatedError `manifest` with the texts of everything wrong, as kubectl words them.
 */
export async function buildResources(manifest: string, options: BuildResourcesOptions): Promise<readonly Resource[]> {
  const resources: Resource[] = [];
  const problems = new Set<string>();
  for (const value of readDocuments(manifest)) {
    const built = await buildResource(value, options);
    if (typeof built === 'string') problems.add(built);
    else resources.push(built);
  }
  if (problems.size === 0) return resources;
  const [first = ''] = problems;
  throw new LocatedError({
    code: 'manifest',
    message: problems.size === 1 ? first : `[${[...problems].join(', ')}]`,
  });
}

function readDocuments(manifest: string): readonly JsonObject[] {
  const values = splitYaml(manifest).flatMap(({ text }) => readYamlOrJson(text));
  return values.flatMap(flatten);
}

/** The items of a list, else the object itself; documents that hold nothing are passed over. */
function flatten(value: JsonValue): readonly JsonObject[] {
  if (!isJsonObject(value)) return [];
  const { kind, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return [value];
  return (items as readonly JsonValue[]).flatMap(flatten);
}

/** @returns what is wrong with it, where something is. */
async function buildResource(value: JsonObject, options: BuildResourcesOptions): Promise<Resource | string> {
  const { apiVersion, kind, metadata } = value;
  const shown = JSON.stringify(value);
  if (typeof kind !== 'string' || kind === '') return `Object 'Kind' is missing in '${shown}'`;
  if (typeof apiVersion !== 'string' || apiVersion === '') return `Object 'apiVersion' is missing in '${shown}'`;
  const meta = (isJsonObject(metadata) ? metadata : {}) as ObjectMeta;
  const { name = '', namespace = '' } = meta;
  const served = await options.client.resourceFor({ apiVersion, kind }, options.signal);
  if (served === undefined) {
    const match = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
    const subject = `name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ""`;
    return `resource mapping not found for ${subject}: ${match}\nensure CRDs are installed first`;
  }
  const place = served.namespaced ? { namespace: namespace === '' ? options.namespace : namespace } : {};
  const { namespace: _dropped, ...rest } = meta;
  return resourceOf({ ...value, apiVersion, kind, metadata: { ...rest, ...place } } as KubeObject);
}
