import { definitionOfKind } from '@gotk/kube-openapi';
import { renderApiVersion } from '@gotk/objects';
import type { ResourceDefinition, SubresourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import { connectRoutes } from './connect-routes.js';
import { capitalized, operationPrefix } from './operation-names.js';
import { COLLECTION_DELETION, CREATION, DELETION, LIST, PATCH, type Route, type RouteKind, VERSION } from './route.js';

/** A resource in one of its versions. */
export interface VersionedResource {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Everything that can be asked of a resource, in the words of Kubernetes' OpenAPI documents. */
export function resourceRoutes(resource: VersionedResource): readonly Route[] {
  const names = namesOf(resource);
  const { verbs } = resource.definition;
  const routes = [...collectionRoutes(names), ...objectRoutes(names)].filter(({ verb }) => verbs.includes(verb));
  const watches = resource.definition.custom || !verbs.includes('watch') ? [] : watchRoutes(names);
  return [...routes, ...watches, ...resource.version.subresources.flatMap((each) => subresourceRoutes(names, each))];
}

/** What the routes of a resource are named by. */
export interface RouteNames {
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly root: string;
  /** Below the root, with its namespace; without a slash in front. */
  readonly collection: string;
  readonly plural: string;
  /** The first part of every operation's id, such as `CoreV1`. */
  readonly prefix: string;
  /** `Namespaced` where objects have a namespace. */
  readonly scope: string;
  readonly kind: RouteKind;
  /** The names of the schemas. */
  readonly schema: string;
  readonly listSchema: string;
  readonly custom: boolean;
}

function namesOf({ definition, version }: VersionedResource): RouteNames {
  const { group, kind, listKind, namespaced, resource, custom } = definition;
  const apiVersion = renderApiVersion(group, version.version);
  const schemaOf = (name: string): string =>
    custom
      ? `${group.split('.').reverse().join('.')}.${version.version}.${name}`
      : (definitionOfKind({ apiVersion, kind: name })?.name ?? `${META}.Status`);
  return {
    root: group === '' ? `/api/${version.version}` : `/apis/${apiVersion}`,
    collection: `${namespaced ? 'namespaces/{namespace}/' : ''}${resource}`,
    plural: resource,
    prefix: operationPrefix(group, version.version),
    scope: namespaced ? 'Namespaced' : '',
    kind: { group, kind, version: version.version },
    schema: schemaOf(kind),
    listSchema: schemaOf(listKind),
    custom,
  };
}

function collectionRoutes(names: RouteNames): readonly Route[] {
  const { root, collection, plural, prefix, scope, kind, schema, listSchema } = names;
  const path = `${root}/${collection}`;
  const name = kind.kind;
  const list = { method: 'get', verb: 'list', action: 'list', kind, query: LIST, answer: listSchema, streams: true };
  const deletion = { verb: 'deletecollection', action: 'deletecollection', answer: `${META}.Status` };
  return [
    { ...list, path, id: `list${prefix}${scope}${name}` },
    ...(scope === ''
      ? []
      : [{ ...list, path: `${root}/${plural}`, id: `list${prefix}${name}ForAllNamespaces` } satisfies Route]),
    {
      ...{ path, method: 'post', verb: 'create', action: 'post', id: `create${prefix}${scope}${name}`, kind },
      ...{ query: CREATION, body: schema, answer: schema, also: ['201', '202'] },
    },
    {
      ...{ ...deletion, path, method: 'delete', id: `delete${prefix}Collection${scope}${name}`, kind },
      ...{
        query: names.custom ? LIST : COLLECTION_DELETION,
        optionalBody: names.custom ? undefined : `${META}.DeleteOptions`,
      },
    },
  ];
}

function objectRoutes(names: RouteNames): readonly Route[] {
  const { root, collection, prefix, scope, kind, schema } = names;
  const path = `${root}/${collection}/{name}`;
  const name = `${prefix}${scope}${kind.kind}`;
  const deletion: Route = {
    ...{ path, method: 'delete', verb: 'delete', action: 'delete', id: `delete${name}`, kind, query: DELETION },
    ...{ optionalBody: `${META}.DeleteOptions`, answer: deletionAnswer(names), also: ['202'] },
  };
  return [...readAndWrite({ names, path, name, kind, schema }), deletion];
}

/** The kinds that answer a deletion with the object, by their groups. */
const RETURNED_ON_DELETION: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'PodTemplate'],
    ...['ResourceQuota', 'Service', 'ServiceAccount'],
  ],
  'resource.k8s.io': ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

function deletionAnswer({ schema, kind, custom }: RouteNames): string {
  const isReturned = !custom && RETURNED_ON_DELETION[kind.group]?.includes(kind.kind) === true;
  return isReturned ? schema : `${META}.Status`;
}

interface ObjectRoutes {
  readonly names: RouteNames;
  readonly path: string;
  readonly name: string;
  readonly kind: RouteKind;
  readonly schema: string;
}

function readAndWrite({ names, path, name, kind, schema }: ObjectRoutes): readonly Route[] {
  const own = { path, kind, answer: schema };
  return [
    { ...own, method: 'get', verb: 'get', action: 'get', id: `read${name}`, query: names.custom ? VERSION : [] },
    {
      ...{ ...own, method: 'put', verb: 'update', action: 'put', id: `replace${name}`, query: CREATION },
      ...{ body: schema, also: ['201'] },
    },
    {
      ...{ ...own, method: 'patch', verb: 'patch', action: 'patch', id: `patch${name}`, query: PATCH },
      ...{ patches: true, also: names.custom ? [] : ['201'] },
    },
  ];
}

/** The old form of watches, which is still served for built-in kinds. */
function watchRoutes({ root, collection, plural, prefix, scope, kind }: RouteNames): readonly Route[] {
  const own = { method: 'get', verb: 'watch', kind, query: LIST, answer: `${META}.WatchEvent`, streams: true };
  const name = kind.kind;
  const watchlist = { ...own, action: 'watchlist' };
  return [
    { ...watchlist, path: `${root}/watch/${collection}`, id: `watch${prefix}${scope}${name}List` },
    { ...own, action: 'watch', path: `${root}/watch/${collection}/{name}`, id: `watch${prefix}${scope}${name}` },
    ...(scope === ''
      ? []
      : [{ ...watchlist, path: `${root}/watch/${plural}`, id: `watch${prefix}${name}ListForAllNamespaces` }]),
  ];
}

function subresourceRoutes(names: RouteNames, subresource: SubresourceDefinition): readonly Route[] {
  const { name: part, verbs } = subresource;
  const path = `${names.root}/${names.collection}/{name}/${part}`;
  const name = `${names.prefix}${names.scope}${names.kind.kind}${capitalized(part)}`;
  const connect = connectRoutes(names, { path, part });
  if (connect !== undefined) return connect;
  const spoken = { group: subresource.group, kind: subresource.kind, version: subresource.version };
  const apiVersion = renderApiVersion(spoken.group, spoken.version);
  const isOwn = names.kind.kind === spoken.kind && names.kind.group === spoken.group;
  const schema = isOwn ? names.schema : (definitionOfKind({ apiVersion, kind: spoken.kind })?.name ?? names.schema);
  const kind = names.custom ? names.kind : spoken;
  const creation: Route = {
    ...{ path, method: 'post', verb: 'create', action: 'post', id: `create${name}`, kind, query: CREATION },
    ...{ body: schema, answer: schema, also: ['201', '202'] },
  };
  return [...readAndWrite({ names, path, name, kind, schema }), creation].filter(({ verb }) => verbs.includes(verb));
}
