import type { KubeObject } from '@gotk/objects';
import { badRequest, notAcceptable } from '../errors/api-errors.js';
import type { ServedResource } from '../registry/resource-definition.js';
import type { ResourceRequest } from '../request/resource-request.js';
import type { ListPage } from '../rest/list-objects.js';
import { ListBody, type ListItem } from './list-body.js';
import { type AllowsConversion, allowsMetaKinds, negotiate, type Representation } from './negotiate.js';
import { renderTable } from './render-table.js';

/** What a table's rows carry beside their cells. */
export type IncludedObject = 'None' | 'Metadata' | 'Object';

/** How this request's objects are to be shown. @throws ApiError */
export function representationOf({
  http,
  name,
  served,
}: Pick<ResourceRequest, 'http' | 'name' | 'served'>): Representation {
  const isCollection = http.method === 'GET' && name === undefined;
  return negotiate(
    http.headers['accept'],
    served.definition.answer === undefined ? allowsMetaKinds : allowsMetadata,
    isCollection ? `${OFFERED}, ${STREAMED}` : OFFERED,
  );
}

/** Questions are not shown in tables. */
const allowsMetadata: AllowsConversion = (target) => target.kind !== 'Table' && allowsMetaKinds(target);

const OFFERED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const STREAMED = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

/** One object in the wanted representation. */
export function representObject(request: ResourceRequest, object: KubeObject, { as }: Representation): unknown {
  if (as === undefined) return object;
  const apiVersion = `${as.group}/${as.version}`;
  switch (as.kind) {
    case 'Table':
      return renderTable(request, {
        apiVersion,
        objects: [object],
        metadata: { resourceVersion: object.metadata.resourceVersion },
      });
    case 'PartialObjectMetadata':
      return partial(object, apiVersion);
    default:
      throw notAcceptable(
        `you requested ${as.kind}, but the requested object is not a list (*${goName(request.served)})`,
      );
  }
}

/** A list in the wanted representation. */
export function representList(request: ResourceRequest, page: ListPage, { as }: Representation): unknown {
  const { served } = request;
  const { fromStorage, showsStored } = served.version.codec;
  const metadata = listMetadata(page);
  if (as === undefined && showsStored === true && request.http.wire) return listBody(request, page.records, metadata);
  const objects = page.records.map(({ object }) => fromStorage(object));
  if (as === undefined) return plainList(request, objects, metadata);
  const apiVersion = `${as.group}/${as.version}`;
  switch (as.kind) {
    case 'Table':
      return renderTable(request, { apiVersion, objects, metadata });
    case 'PartialObjectMetadataList': {
      const items = objects.length === 0 ? null : objects.map((object) => partial(object, apiVersion));
      return { kind: 'PartialObjectMetadataList', apiVersion, metadata, items };
    }
    default:
      throw notAcceptable(`you requested ${as.kind}, but the requested object is a list (*${goName(served)}List)`);
  }
}

/** Items of compiled types do not repeat their kind on the wire. */
function plainList({ served, http }: ResourceRequest, objects: readonly KubeObject[], metadata: ListMetadata) {
  const { apiVersion, definition } = served;
  const { listKind: kind, custom } = definition;
  if (custom) return { kind, apiVersion, metadata: { continue: '', ...metadata }, items: objects };
  if (!http.wire) return { kind, apiVersion, metadata, items: objects };
  return listBody(
    { served },
    objects.map((object) => ({ object })),
    metadata,
  );
}

function listBody(
  { served: { apiVersion, definition } }: Pick<ResourceRequest, 'served'>,
  items: readonly ListItem[],
  metadata: ListMetadata,
): ListBody {
  return new ListBody({ kind: definition.listKind, apiVersion, metadata }, items);
}

interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

function listMetadata({ revision, continueToken, remainingItemCount }: ListPage): ListMetadata {
  return {
    resourceVersion: String(revision),
    ...(continueToken === undefined ? {} : { continue: continueToken }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
}

/** The object's metadata alone. */
export function partial({ metadata }: KubeObject, apiVersion: string) {
  return { kind: 'PartialObjectMetadata', apiVersion, metadata };
}

/** What `includeObject` asks for. @throws ApiError */
export function includedObject({ http }: ResourceRequest): IncludedObject {
  const asked = http.query.get('includeObject') ?? '';
  if (asked === '') return 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  const why = `includeObject: Invalid value: ${JSON.stringify(asked)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: ${why}`);
}

/** The kind's type in the server's own words. */
function goName({ definition }: ServedResource): string {
  if (definition.custom) return 'unstructured.Unstructured';
  const group = definition.group === '' ? 'core' : (definition.group.split('.')[0] ?? '');
  return `${group}.${definition.kind}`;
}
