import { isApiError, type KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { Resource } from './resource.js';

/** The release that objects belong to. */
export interface ReleaseOwner {
  readonly name: string;
  readonly namespace: string;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const RELEASE_NAME = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

/** The object with Helm's marks of ownership. */
export function ownObject(object: KubeObject, { name, namespace }: ReleaseOwner): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [MANAGED_BY]: 'Helm' },
      annotations: { ...metadata.annotations, [RELEASE_NAME]: name, [RELEASE_NAMESPACE]: namespace },
    },
  };
}

/** The resources with Helm's marks of ownership. */
export function ownResources(resources: readonly Resource[], owner: ReleaseOwner): readonly Resource[] {
  return resources.map(({ object, key }) => ({ object: ownObject(object, owner), key }));
}

/** Why an object is not the release's own, in Helm's words; `undefined` when it is. */
export function ownershipProblem({ metadata }: KubeObject, { name, namespace }: ReleaseOwner): string | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const problems = [
    missingValue('label', labels, [MANAGED_BY, 'Helm']),
    missingValue('annotation', annotations, [RELEASE_NAME, name]),
    missingValue('annotation', annotations, [RELEASE_NAMESPACE, namespace]),
  ].filter((problem) => problem !== undefined);
  return problems.length === 0 ? undefined : `invalid ownership metadata; ${problems.join('; ')}`;
}

function missingValue(
  what: string,
  texts: Readonly<Record<string, string>>,
  [key, value]: readonly [string, string],
): string | undefined {
  const present = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (present === value) return undefined;
  const problem =
    present === undefined
      ? `missing key ${JSON.stringify(key)}: must be set to ${JSON.stringify(value)}`
      : `key ${JSON.stringify(key)} must equal ${JSON.stringify(value)}: current value is ${JSON.stringify(present)}`;
  return `${what} validation error: ${problem}`;
}

/**
 * Those of the resources that are in the cluster already and are to be taken over.
 *
 * @param takeOwnership whether they are taken whoever they belong to.
 * @throws Error with Helm's text when one belongs to somebody else and may not be taken.
 */
export async function findAdoptable(
  resources: readonly Resource[],
  options: {
    readonly client: KubeClient;
    readonly owner: ReleaseOwner;
    readonly takeOwnership: boolean;
    readonly signal: AbortSignal;
  },
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const resource of resources) {
    const { name, generateName } = resource.object.metadata;
    if (generateName !== undefined && generateName !== '') {
      if ((name ?? '') === '') continue;
      throw new Error('metadata.name and metadata.generateName cannot both be set');
    }
    const existing = await findExisting(resource, options);
    if (existing === undefined) continue;
    const problem = options.takeOwnership ? undefined : ownershipProblem(existing, options.owner);
    if (problem !== undefined) {
      throw new Error(`${shown(resource)} exists and cannot be imported into the current release: ${problem}`);
    }
    found.push(resource);
  }
  return found;
}

async function findExisting(
  resource: Resource,
  { client, signal }: { readonly client: KubeClient; readonly signal: AbortSignal },
): Promise<KubeObject | undefined> {
  try {
    return await client.get(resource.key, undefined, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`could not get information about the resource ${shown(resource)}: ${text}`, { cause: error });
  }
}

function shown({ key }: Resource): string {
  return `${key.kind} ${JSON.stringify(key.name)} in namespace ${JSON.stringify(key.namespace ?? '')}`;
}
