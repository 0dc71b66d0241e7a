import type { JsonValue } from '@gotk/json';
import { asJson, type KubeObject, renderApiVersion } from '@gotk/objects';
import { asWritten } from '../../builtin/empty-collections.js';
import { type DraftObject, sealDraft } from '../../drafts/draft.js';
import type { ServedResource, VersionDefinition } from '../../registry/resource-definition.js';
import type { AdmissionReview } from '../admission-chain.js';

/** A resource in a version, as rules name it. */
export interface TargetResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** A kind in a version. */
export interface TargetKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** How a rule found a request: under which of the names that its resource has. */
export interface TargetMatch {
  readonly resource: TargetResource;
  readonly kind: TargetKind;
  /** In which version of the resource the objects are shown. */
  readonly version: string;
}

/** The resource of a request, as it was asked for. */
export function requestMatch({ served, subresource }: AdmissionReview): TargetMatch {
  const { definition, version } = served;
  return matchOf(served, version.version, subresource ?? '', definition.group);
}

/** The same resource under its other names: its other versions, as far as they have the subresource. */
export function equivalentMatches({ served, subresource = '' }: AdmissionReview): readonly TargetMatch[] {
  const { definition, version } = served;
  const hasIt = ({ subresources }: VersionDefinition): boolean =>
    subresource === '' || subresources.some(({ name }) => name === subresource);
  return definition.versions
    .filter((other) => other.served && other.version !== version.version && hasIt(other))
    .map((other) => matchOf(served, other.version, subresource, definition.group));
}

function matchOf(served: ServedResource, version: string, subresource: string, group: string): TargetMatch {
  const { definition } = served;
  const found = definition.versions.find((other) => other.version === version) ?? served.version;
  const own = found.subresources.find(({ name }) => name === subresource);
  // A subresource may speak another kind; those that have none of their own show the resource's.
  const kind =
    own === undefined
      ? { group, version, kind: definition.kind }
      : { group: own.group, version: own.version, kind: own.kind };
  return { resource: { group, version, resource: definition.resource }, kind, version };
}

/** The objects of a request in one of the versions of their resource; null where there is none. */
export function objectsIn(
  { operation, served, object, oldObject }: AdmissionReview,
  version: string,
): { readonly object: JsonValue; readonly oldObject: JsonValue } {
  const show = (stored: KubeObject | undefined): JsonValue =>
    stored === undefined ? null : asJson(inVersion(served, version, stored));
  if (operation === 'CONNECT') return { object: withoutMetadata(object), oldObject: null };
  return { object: show(object === undefined ? undefined : sealDraft(asWritten(object))), oldObject: show(oldObject) };
}

/** The options of a connection have none. */
function withoutMetadata(options: DraftObject | undefined): JsonValue {
  if (options === undefined) return null;
  const { metadata: _none, ...fields } = asJson(sealDraft({ ...options }));
  return fields;
}

/** An object in a version of its resource; what is of another kind (a binding, a scale) is left as it is. */
function inVersion({ definition }: ServedResource, version: string, object: KubeObject): KubeObject {
  const wanted = definition.versions.find((other) => other.version === version);
  if (wanted === undefined || object.kind !== definition.kind) return object;
  if (object.apiVersion === renderApiVersion(definition.group, version)) return object;
  return wanted.codec.fromStorage(object);
}
