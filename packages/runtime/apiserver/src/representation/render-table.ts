import type { KubeObject } from '@gotk/objects';
import type { TableColumns } from '../registry/table-columns.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { type IncludedObject, includedObject, partial } from './represent.js';

export interface TableContent {
  /** `meta.k8s.io/v1` or `meta.k8s.io/v1beta1`. */
  readonly apiVersion: string;
  readonly objects: readonly KubeObject[];
  readonly metadata: object;
  /** Later tables of a watch leave their columns out. Default true. */
  readonly withColumns?: boolean;
  /** Default: those of the request's resource. */
  readonly columns?: TableColumns;
}

/** Objects as a `Table`. */
export function renderTable(request: ResourceRequest, content: TableContent) {
  const { apiVersion, objects, metadata, withColumns = true } = content;
  const table = content.columns ?? request.served.version.columns;
  const nowMs = request.core.clock.now();
  const included = includedObject(request);
  return {
    kind: 'Table',
    apiVersion,
    metadata,
    columnDefinitions: withColumns ? table.columns : null,
    rows: inOrder(objects, table).map((object) => ({
      cells: table.cells(object, nowMs),
      ...conditions(object),
      object: rowObject(withRowMetadata(object, table), included, apiVersion),
    })),
  };
}

function inOrder(objects: readonly KubeObject[], { compareRows }: TableColumns): readonly KubeObject[] {
  return compareRows === undefined ? objects : [...objects].sort(compareRows);
}

function withRowMetadata(object: KubeObject, { rowMetadata }: TableColumns): KubeObject {
  return rowMetadata === undefined ? object : { ...object, metadata: rowMetadata(object.metadata) };
}

function rowObject(object: KubeObject, included: IncludedObject, apiVersion: string): unknown {
  if (included === 'None') return null;
  return included === 'Object' ? object : partial(object, apiVersion);
}

/** Finished pods are marked, so that clients may hide them. */
function conditions({ apiVersion, kind, status }: KubeObject) {
  const phase =
    apiVersion === 'v1' && kind === 'Pod' ? (status as { readonly phase?: string } | undefined)?.phase : undefined;
  if (phase !== 'Succeeded' && phase !== 'Failed') return {};
  const message = phase === 'Succeeded' ? 'The pod has completed successfully.' : 'The pod failed.';
  return { conditions: [{ type: 'Completed', status: 'True', reason: phase, message }] };
}
