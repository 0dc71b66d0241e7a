import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { asJson, renderApiVersion } from '@gotk/objects';
import { asStored } from '../builtin/empty-collections.js';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import { hasEmptyCollections, markEmptyCollections } from '../drafts/empty-collections.js';
import { DecodeError } from '../registry/object-codec.js';
import type { ServedResource, VersionDefinition } from '../registry/resource-definition.js';
import type { AdmissionReview } from './admission-chain.js';

/** How another content of a reviewed object is written. */
export interface ReplacingContent {
  readonly version: VersionDefinition;
  /** Refuse fields that the kind does not have, instead of leaving them out. */
  readonly strict: boolean;
}

/**
 * Gives a reviewed object another content, which is read as a request's body would be: defaults are set.
 *
 * @returns whether that changed the object.
 * @throws DecodeError when the content cannot be of the object's kind
 */
export function replaceReviewed(
  { object, served }: AdmissionReview,
  content: JsonValue,
  how: ReplacingContent,
): boolean {
  if (object === undefined || !isJsonObject(content)) return false;
  const before = asJson(sealDraft(asStored(object)));
  // A subresource of another kind has no codec here; nothing is known of it but that it is JSON.
  const isOwnKind = object.kind === served.definition.kind;
  const next = isOwnKind ? read(served, content, how) : (content as unknown as DraftObject);
  const changed = !jsonEqual(before, asJson(sealDraft(asStored(next))));
  for (const field of Object.keys(object)) if (!Object.hasOwn(next, field)) delete object[field];
  Object.assign(object, next);
  if (hasEmptyCollections(next)) markEmptyCollections(object);
  return changed;
}

function read(served: ServedResource, content: JsonObject, { version, strict }: ReplacingContent): DraftObject {
  requireKind(served, content, version);
  const { codec } = version;
  // Kinds that are written in the version that was asked for cannot wait for a conversion here: the name changes.
  const isConverted = codec.convertDraft !== undefined;
  const { object, strictErrors } = isConverted
    ? served.version.codec.decode({ ...content, apiVersion: served.apiVersion })
    : codec.decode(content);
  if (strict && !served.definition.custom && strictErrors.length > 0) {
    throw new DecodeError(`strict decoding error: ${strictErrors.join(', ')}`);
  }
  return isConverted ? object : codec.toStorage(object);
}

/** An object stays of its kind. */
function requireKind({ definition }: ServedResource, content: JsonObject, { version }: VersionDefinition): void {
  const { apiVersion = '', kind = '' } = content;
  const { group } = definition;
  if (kind === definition.kind && apiVersion === renderApiVersion(group, version)) return;
  if (kind === definition.kind) {
    const unknown = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
    throw new DecodeError(`${unknown} in scheme "pkg/runtime/scheme.go:111"`);
  }
  const internal = group === '' ? 'core' : group.split('.')[0];
  const wanted = `${internal}.${definition.kind}`;
  const given = `${String(apiVersion).split('/').at(-1)}.${String(kind)}`;
  throw new DecodeError(`failed to convert object: converting (${given}) to (${wanted}): unknown conversion`);
}
