import type { JsonObject } from '@gotk/json';
import { asJson, type KubeObject, type ManagedFieldsEntry, parseApiVersion } from '@gotk/objects';
import {
  ApplyConflictError,
  applyWithManagedFields,
  dropFields,
  type FieldManagerOptions,
  keepFields,
  type MergeSchema,
  TypedPatchError,
  updateManagedFields,
} from '@gotk/structured-merge';
import { asWritten } from '../builtin/empty-collections.js';
import { renderTime } from '../core/kube-time.js';
import { type DraftObject, draftOf, sealDraft } from '../drafts/draft.js';
import { failure } from '../errors/api-errors.js';
import type { ServedResource, VersionDefinition } from '../registry/resource-definition.js';

/** Who writes what, for managedFields. */
export interface FieldWrite {
  readonly served: ServedResource;
  /** The present object in the request's version; absent for a creation. */
  readonly live: KubeObject | undefined;
  readonly manager: string;
  readonly subresource: string | undefined;
  readonly nowMs: number;
}

/** Records in `draft.metadata.managedFields` what an ordinary write changed. */
export function trackUpdate(write: FieldWrite, draft: DraftObject): void {
  const { manager, served } = write;
  const live = write.live ?? served.version.codec.emptyObject?.();
  const next = asShown(served, sealDraft(ownable(draft)));
  const { metadata } = updateManagedFields({ live, next, manager }, optionsFor(write));
  setManagedFields(draft, metadata.managedFields);
}

/** A built-in kind as its version shows it once it was in the one that is stored: what the conversion adds is written too. */
function asShown({ version: { codec } }: ServedResource, object: KubeObject): KubeObject {
  if (codec.showsStored === true || codec.emptyObject === undefined) return object;
  return codec.fromStorage(sealDraft(codec.toStorage(draftOf(object))));
}

/** What can be owned of a draft is what is written of it; that all managers are to be forgotten is said by a list without any. */
function ownable(draft: DraftObject): DraftObject {
  const written = asWritten(draft);
  const { managedFields } = draft.metadata;
  return written === draft || managedFields === undefined
    ? written
    : { ...written, metadata: { ...written.metadata, managedFields } };
}

/**
 * The live object with an apply configuration merged into it.
 * @throws ApiError on conflicts and when the configuration does not fit the kind.
 */
export function applyFields(write: FieldWrite, config: JsonObject, force: boolean): KubeObject {
  const { live, manager } = write;
  const patch = config as unknown as KubeObject; // The field manager checks what it needs of it.
  try {
    return applyWithManagedFields({ live, patch, manager, force }, optionsFor(write)).object;
  } catch (error) {
    if (error instanceof ApplyConflictError) throw conflictStatus(error);
    if (error instanceof TypedPatchError) throw failure(500, '', error.message);
    throw error;
  }
}

function conflictStatus(error: ApplyConflictError): Error {
  return failure(409, 'Conflict', error.message, { causes: error.causes });
}

function setManagedFields(draft: DraftObject, entries: readonly ManagedFieldsEntry[] | undefined): void {
  if (entries === undefined) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = [...entries];
}

function optionsFor({ served, subresource, nowMs }: FieldWrite): FieldManagerOptions {
  const { definition, apiVersion, version } = served;
  const keepSettable = settable(served, subresource);
  return {
    apiVersion,
    kind: definition.kind,
    schemaFor: (wanted) => schemaIn(served, wanted),
    subresource,
    // What is stored in another version may not fit this one's schema.
    ...(definition.custom && definition.storageVersion !== version.version ? { mayMisfit: true } : {}),
    ...(definition.custom ? { unknownVersion: invalidVersion } : {}),
    // What somebody else converts cannot be waited for here: only the name of the version changes.
    ...(served.version.codec.prepare === undefined ? {} : { convertedMayMisfit: true }),
    ...(definition.custom ? {} : { convert: (object, wanted) => inVersion(served, object, wanted) }),
    emptyObject: served.version.codec.emptyObject?.(),
    ...(keepSettable === undefined ? {} : { keepSettable }),
    now: renderTime(nowMs),
  };
}

function invalidVersion(apiVersion: string): string {
  return `request to convert CR to an invalid group/version: ${apiVersion}`;
}

/** A built-in kind in another of its versions, through the one that is stored. */
function inVersion({ definition, version }: ServedResource, object: JsonObject, apiVersion: string): JsonObject {
  const named = (wanted: string): VersionDefinition => {
    const { version: name } = parseApiVersion(wanted);
    return definition.versions.find((item) => item.version === name) ?? version;
  };
  const from = named(String(object['apiVersion']));
  const stored = from.codec.toStorage(draftOf(object as unknown as KubeObject)); // The object is of the kind.
  return { ...asJson(named(apiVersion).codec.fromStorage(sealDraft(stored))), apiVersion };
}

/** What was written in the other group of Events is not understood here, as it is not by Kubernetes. */
function schemaIn({ definition }: ServedResource, apiVersion: string): MergeSchema | undefined {
  if (parseApiVersion(apiVersion).group !== definition.group) return undefined;
  const version = apiVersion.slice(apiVersion.lastIndexOf('/') + 1);
  return definition.versions.find((item) => item.version === version)?.mergeSchema();
}

/** Status belongs to its subresource, everything else to the object itself. */
function settable(
  { definition }: ServedResource,
  subresource: string | undefined,
): FieldManagerOptions['keepSettable'] {
  const { statusResets } = definition.strategy;
  if (subresource === 'status') return statusResets === undefined ? keepFields('status') : dropFields(...statusResets);
  const own =
    subresource === undefined ? definition.strategy.resets : definition.strategy.subresources?.[subresource]?.resets;
  const resets = [
    ...(definition.strategy.statusField === true && own === undefined ? [['status']] : []),
    ...(own ?? []),
  ];
  return resets.length === 0 ? undefined : dropFields(...resets);
}
