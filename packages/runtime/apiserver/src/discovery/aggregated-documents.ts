import { createHash } from 'node:crypto';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import {
  type ApiGroup,
  apiGroup,
  apiGroups,
  foreignKind,
  type GroupResourceVersion,
  resourcesIn,
} from './api-groups.js';

/** A document with everything that is served below `/api` or `/apis`, and what identifies this state of it. */
export interface AggregatedDocument {
  readonly body: object;
  readonly etag: string;
}

/** Documents of the present state of a registry, made once per state. */
const made = new WeakMap<
  ResourceRegistry,
  { readonly generation: number; readonly documents: Map<string, AggregatedDocument> }
>();

/** What is served below `/api` (the core group) or `/apis` (all others). */
export function aggregatedDocument(registry: ResourceRegistry, root: 'api' | 'apis'): AggregatedDocument {
  let state = made.get(registry);
  if (state?.generation !== registry.generation) {
    state = { generation: registry.generation, documents: new Map() };
    made.set(registry, state);
  }
  const present = state.documents.get(root) ?? makeDocument(registry, root);
  state.documents.set(root, present);
  return present;
}

function makeDocument(registry: ResourceRegistry, root: 'api' | 'apis'): AggregatedDocument {
  const groups = root === 'api' ? [apiGroup(registry, '')] : apiGroups(registry);
  const list = { metadata: {}, items: groups.map((group) => groupFields(registry, group)) };
  const etag = createHash('sha512').update(JSON.stringify(list)).digest('hex').toUpperCase();
  return { body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', ...list }, etag };
}

function groupFields(registry: ResourceRegistry, { name, versions }: ApiGroup): object {
  return {
    metadata: name === '' ? {} : { name },
    versions: versions.map((version) => ({
      version,
      resources: resourcesIn(registry, name, version).map(resourceFields),
      freshness: 'Current',
    })),
  };
}

/** Kinds of the resource's own group and version are named without them, but not those of custom resources. */
function resourceFields(item: GroupResourceVersion): object {
  const { definition, version } = item;
  const { resource, singular, namespaced, kind, verbs, shortNames, categories, custom, group } = definition;
  const own = custom ? { group, version: version.version } : { group: '', version: '' };
  const subresources = version.subresources.map((subresource) => ({
    subresource: subresource.name,
    responseKind: { ...(foreignKind(item, subresource) ?? own), kind: subresource.kind },
    verbs: subresource.verbs,
  }));
  return {
    resource,
    responseKind: { ...own, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
