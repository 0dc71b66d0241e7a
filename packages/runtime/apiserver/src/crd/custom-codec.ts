import { canonicalJson, type JsonObject } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { copyJson, type DraftFields, type DraftObject } from '../drafts/draft.js';
import type { DecodedObject, ObjectCodec } from '../registry/object-codec.js';
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
  readonly storage: CustomVersion;
  readonly preserveUnknownFields: boolean;
}

/** Reads custom resources by their structural schema: prunes what it does not know, sets its defaults. Versions differ in name only. */
export function customCodec(options: CustomCodecOptions): ObjectCodec {
  const { version, storage } = options;
  return {
    decode: (body) => decodeCustom(body, options),
    completeApplied: (merged) => {
      const copy = copyJson(merged) as DraftFields; // A copy of an object is one.
      defaultObject(copy, version.schema);
      return copy as unknown as DraftObject; // The merge kept the type and metadata that every object has.
    },
    toStorage: (draft) => (draft.apiVersion === storage.apiVersion ? draft : reread(draft, storage, options)),
    renderText: (object) => canonicalJson(asJson(object)),
    fromStorage: (object) => (object.apiVersion === version.apiVersion ? object : converted(object, options)),
  };
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

/** An object of another version, with what this version's schema adds and without what it does not know. */
function converted(object: KubeObject, options: CustomCodecOptions): KubeObject {
  const copy = copyJson(object as unknown as JsonObject) as DraftFields;
  return reread(copy as unknown as DraftObject, options.version, options) as unknown as KubeObject; // All JSON.
}

function reread(
  draft: DraftObject,
  { apiVersion, schema }: CustomVersion,
  { preserveUnknownFields }: CustomCodecOptions,
): DraftObject {
  const fields = draft as unknown as DraftFields; // A draft is JSON.
  draft.apiVersion = apiVersion;
  if (!preserveUnknownFields) pruneObject(fields, schema, true);
  dropForbiddenNulls(fields, schema);
  defaultObject(fields, schema);
  return draft;
}
