import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { copyJson, type DraftObject, setField } from '../drafts/draft.js';
import type { DecodedObject, ObjectCodec } from '../registry/object-codec.js';

/** Reads objects without looking at their fields. */
export const untypedCodec: ObjectCodec = {
  decode: decodeUntyped,
  toStorage: (draft) => draft,
  fromStorage: (object: KubeObject) => object,
};

function decodeUntyped(body: JsonObject): DecodedObject {
  const { apiVersion, kind, metadata, ...fields } = body;
  const draft = { apiVersion, kind, metadata: isJsonObject(metadata) ? copyJson(metadata) : {} };
  for (const [field, value] of Object.entries(fields)) setField(draft as never, field, copyJson(value as JsonValue));
  return { object: draft as unknown as DraftObject, strictErrors: [] };
}
