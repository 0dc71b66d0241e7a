import { canonicalJson, isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { copyJson, type DraftFields, type DraftObject } from '../drafts/draft.js';
import type { DecodedObject, ObjectCodec } from '../registry/object-codec.js';
import { defaultObject, dropForbiddenNulls } from './schema/default-object.js';
import { pruneObject } from './schema/prune-object.js';
import type { SchemaNode } from './schema/schema-node.js';

export interface CustomCodecOptions {
  /** This version's `group/version`. */
  readonly apiVersion: string;
  readonly storageApiVersion: string;
  readonly schema: SchemaNode;
  readonly preserveUnknownFields: boolean;
}

/** Reads custom resources by their structural schema: prunes what it does not know, sets its defaults. Versions differ in name only. */
export function customCodec(options: CustomCodecOptions): ObjectCodec {
  const { apiVersion, storageApiVersion } = options;
  return {
    decode: (body) => decodeCustom(body, options),
    completeApplied: (merged) => {
      const copy = copyJson(merged) as DraftFields; // A copy of an object is one.
      defaultObject(copy, options.schema);
      return copy as unknown as DraftObject; // The merge kept the type and metadata that every object has.
    },
    toStorage: (draft) => {
      draft.apiVersion = storageApiVersion;
      return draft;
    },
    renderText: (object) => canonicalJson(asJson(object)),
    fromStorage: (object) => (object.apiVersion === apiVersion ? object : converted(object, options)),
  };
}

function decodeCustom(body: JsonObject, { schema, preserveUnknownFields }: CustomCodecOptions): DecodedObject {
  const copy = copyJson(body) as DraftFields; // A copy of an object is one.
  if (!isJsonObject(copy['metadata'])) copy['metadata'] = {};
  const removed = preserveUnknownFields ? [] : pruneObject(copy, schema, true);
  dropForbiddenNulls(copy, schema);
  defaultObject(copy, schema);
  const strictErrors = removed.map((path) => `unknown field ${JSON.stringify(path)}`);
  return { object: copy as unknown as DraftObject, strictErrors };
}

/** An object of another version, with what this version's schema adds. */
function converted(object: KubeObject, options: CustomCodecOptions): KubeObject {
  const copy = copyJson({ ...object, apiVersion: options.apiVersion } as unknown as JsonObject) as DraftFields;
  if (!options.preserveUnknownFields) pruneObject(copy, options.schema, true);
  dropForbiddenNulls(copy, options.schema);
  defaultObject(copy, options.schema);
  return copy as unknown as KubeObject; // Everything but fields of the schema stayed.
}
