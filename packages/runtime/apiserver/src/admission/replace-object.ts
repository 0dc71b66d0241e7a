import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { asJson } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import type { ServedResource, VersionDefinition } from '../registry/resource-definition.js';
import type { AdmissionReview } from './admission-chain.js';

/**
 * Gives a reviewed object another content, which is read as a request's body would be: unknown fields go, defaults are set.
 *
 * @param version the version in which the content is written.
 * @returns whether that changed the object.
 * @throws DecodeError when the content cannot be of the object's kind
 */
export function replaceReviewed(
  { object, served }: AdmissionReview,
  version: VersionDefinition,
  content: JsonValue,
): boolean {
  if (object === undefined || !isJsonObject(content)) return false;
  const before = asJson(sealDraft({ ...object }));
  // A subresource of another kind has no codec here; nothing is known of it but that it is JSON.
  const isOwnKind = object.kind === served.definition.kind;
  const next = isOwnKind ? read(served, version, content) : (content as unknown as DraftObject);
  const changed = !jsonEqual(before, asJson(sealDraft(next)));
  for (const field of Object.keys(object)) if (!Object.hasOwn(next, field)) delete object[field];
  Object.assign(object, next);
  return changed;
}

function read(served: ServedResource, version: VersionDefinition, content: JsonObject): DraftObject {
  const { codec } = version;
  // Kinds that are written in the version that was asked for cannot wait for a conversion here: the name changes.
  if (codec.convertDraft === undefined) return codec.toStorage(codec.decode(content).object);
  return served.version.codec.decode({ ...content, apiVersion: served.apiVersion }).object;
}
