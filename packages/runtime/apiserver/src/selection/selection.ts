import type { LocatedError } from '@gotk/located-error';
import {
  exactFieldValue,
  type FieldMatcher,
  type KubeObject,
  type LabelMatcher,
  parseFieldSelector,
  parseLabelSelector,
} from '@gotk/objects';
import { badRequest } from '../errors/api-errors.js';
import type { ServedResource } from '../registry/resource-definition.js';
import type { Query } from '../request/api-request.js';

/** Which objects of a collection a request is about. */
export interface Selection {
  /** No selector was given. */
  readonly everything: boolean;
  matches(object: KubeObject): boolean;
  /** The one name that the field selector asks for, if it does. */
  readonly name: string | undefined;
}

type FieldReader = (object: KubeObject) => string;

/** Reads `labelSelector` and `fieldSelector`. @throws ApiError */
export function parseSelection(query: Query, served: ServedResource): Selection {
  const labels = refusing(() => parseLabelSelector(query.get('labelSelector') ?? ''));
  const fields = refusing(() => parseFieldSelector(query.get('fieldSelector') ?? ''));
  const readers = new Map(fields.requirements.map(({ field }) => [field, readerOf(field, served)]));
  return {
    everything: labels.matchesAll && fields.matchesAll,
    matches: (object) => matchesLabels(labels, object) && matchesFields(fields, object, readers),
    name: exactFieldValue(fields, 'metadata.name'),
  };
}

function matchesLabels(labels: LabelMatcher, { metadata }: KubeObject): boolean {
  return labels.matchesAll || labels.matches(metadata.labels ?? {});
}

function matchesFields(fields: FieldMatcher, object: KubeObject, readers: ReadonlyMap<string, FieldReader>): boolean {
  return fields.matchesAll || fields.matches((field) => readers.get(field)?.(object));
}

/** Selectors that cannot be read refuse the request with their own words. */
function refusing<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw badRequest((error as LocatedError).message); // Selector parsers throw nothing else.
  }
}

function readerOf(field: string, { version, definition }: ServedResource): FieldReader {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name ?? '';
  if (field === 'metadata.namespace' && definition.namespaced) return ({ metadata }) => metadata.namespace ?? '';
  const { selectableFields } = version;
  const read = Object.hasOwn(selectableFields, field) ? selectableFields[field] : undefined;
  // Where somebody else converts, the fields of this version are not those of the stored one.
  if (read !== undefined)
    return version.codec.prepare === undefined ? read : (object) => read(version.codec.fromStorage(object));
  throw badRequest(
    version.unknownFieldText?.(field) ??
      `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}
