import { canonicalJson, type JsonObject, jsonEqual } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { copyJson, type DraftFields, type DraftObject, type DraftValue, sealDraft } from '../drafts/draft.js';
import type { DecodedObject, ObjectCodec } from '../registry/object-codec.js';
import type { Conversion } from './conversion/webhook-conversion.js';
import { defaultObject, dropForbiddenNulls } from './schema/default-object.js';
import { coerceEmbedded } from './schema/embedded-objects.js';
import { pruneObject } from './schema/prune-object.js';
import { readMetadata } from './schema/read-metadata.js';
import type { SchemaNode } from './schema/schema-node.js';

/** A version in which custom resources are read. */
export interface CustomVersion {
  /** `group/version`. */
  readonly apiVersion: string;
  readonly schema: SchemaNode;
}

export interface CustomCodecOptions {
  readonly version: CustomVersion;
  /** All versions of the kind. */
  readonly versions: readonly CustomVersion[];
  /** `group/version` of the version that is stored. */
  readonly stored: string;
  readonly preserveUnknownFields: boolean;
  /** Who converts between versions; absent: versions differ in name only. */
  readonly conversion?: Conversion | undefined;
}

/** Reads custom resources by their structural schema: prunes what it does not know, sets its defaults. */
export function customCodec(options: CustomCodecOptions): ObjectCodec {
  const { version, versions } = options;
  return {
    decode: (body) => decodeCustom(body, options),
    completeApplied: (merged) => {
      const copy = copyJson(merged) as DraftFields; // A copy of an object is one.
      defaultObject(copy, version.schema);
      return copy as unknown as DraftObject; // The merge kept the type and metadata that every object has.
    },
    toStorage: (draft) => draft,
    renderText: (object) => canonicalJson(asJson(object)),
    ...(versions.length === 1 ? { fromStorage: currentReader(options) } : conversionsOf(options)),
  };
}

type Conversions = Pick<ObjectCodec, 'fromStorage' | 'prepare' | 'convertDraft'>;

function conversionsOf(options: CustomCodecOptions): Conversions {
  const { version, versions, stored, conversion } = options;
  const current = currentReader(options);
  const target = versions.find(({ apiVersion }) => apiVersion === stored) ?? version;
  if (conversion !== undefined) return foreignConversion(options, conversion);
  return {
    fromStorage: (object) => {
      if (object.apiVersion === version.apiVersion) return current(object);
      return renamed(withDefaults(object, options), version, options) as unknown as KubeObject; // A draft is JSON.
    },
    convertDraft: (draft) =>
      draft.apiVersion === stored ? draft : renamed(copyJson(asJson(sealDraft(draft))), target, options),
  };
}

/** The conversion by somebody else, whose answers are kept as long as their objects. */
function foreignConversion(options: CustomCodecOptions, conversion: Conversion): Conversions {
  const { version, versions, stored } = options;
  const current = currentReader(options);
  const known = new WeakMap<KubeObject, KubeObject>();
  const needsConversion = (object: KubeObject) => object.apiVersion !== version.apiVersion && !known.has(object);
  return {
    fromStorage: (object) =>
      object.apiVersion === version.apiVersion ? current(object) : (known.get(object) ?? object),
    prepare: async (objects, call) => {
      const missing = objects.filter(needsConversion);
      if (missing.length === 0) return;
      const complete = missing.map((object) => withDefaults(object, options) as unknown as KubeObject);
      const results = await conversion.convert(complete, version.apiVersion, call);
      for (const [index, object] of missing.entries()) {
        const read = renamed(copyJson(results[index] ?? {}), version, options);
        known.set(object, read as unknown as KubeObject); // A draft is JSON.
      }
    },
    convertDraft: async (draft, call) => {
      if (draft.apiVersion === stored) return draft;
      const [result = {}] = await conversion.convert([sealDraft(draft)], stored, call);
      const target = versions.find(({ apiVersion }) => apiVersion === stored) ?? version;
      return renamed(copyJson(result), target, options);
    },
  };
}

/** Reads stored objects of this version: they get the defaults that the schema has by now. */
function currentReader(options: CustomCodecOptions): (object: KubeObject) => KubeObject {
  const known = new WeakMap<KubeObject, KubeObject>();
  return (object) => {
    let read = known.get(object);
    if (read === undefined) {
      const complete = renamed(withDefaults(object, options), options.version, options) as unknown as KubeObject; // A draft is JSON.
      read = jsonEqual(asJson(complete), asJson(object)) ? object : complete;
      known.set(object, read);
    }
    return read;
  };
}

/** A copy of a stored object, with the defaults of the version in which it is stored. */
function withDefaults(object: KubeObject, { versions }: CustomCodecOptions): DraftValue {
  const copy = copyJson(asJson(object));
  const schema = versions.find(({ apiVersion }) => apiVersion === object.apiVersion)?.schema;
  if (schema !== undefined) defaultObject(copy, schema);
  return copy;
}

/** A private object under the name of another version, without what that version does not know. */
function renamed(
  copy: DraftValue,
  { apiVersion, schema }: CustomVersion,
  { preserveUnknownFields }: CustomCodecOptions,
): DraftObject {
  const draft = copy as unknown as DraftObject; // A copy of an object is one.
  draft.apiVersion = apiVersion;
  if (!preserveUnknownFields) pruneObject(copy, schema, true);
  dropForbiddenNulls(copy, schema);
  return draft;
}

function decodeCustom(body: JsonObject, { version, preserveUnknownFields }: CustomCodecOptions): DecodedObject {
  const copy = copyJson(body) as DraftFields; // A copy of an object is one.
  const { meta, unknown } = readMetadata(body['metadata'] ?? {});
  const removed = preserveUnknownFields ? [] : pruneObject(copy, version.schema, true);
  dropForbiddenNulls(copy, version.schema);
  const embedded = coerceEmbedded(copy, version.schema);
  defaultObject(copy, version.schema);
  copy['metadata'] = meta as DraftFields;
  const paths = [...unknown.map((field) => `metadata.${field}`), ...removed, ...[...embedded].sort()];
  const strictErrors = paths.map((path) => `unknown field ${JSON.stringify(path)}`);
  return { object: copy as unknown as DraftObject, strictErrors };
}
