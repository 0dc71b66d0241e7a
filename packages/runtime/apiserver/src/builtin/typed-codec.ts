import type { JsonObject } from '@gotk/json';
import { builtinDefinition, definitionOfKind } from '@gotk/kube-openapi';
import { asJson, type KindRef, type KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { markEmptyCollections } from '../drafts/empty-collections.js';
import type { DecodedObject, ObjectCodec } from '../registry/object-codec.js';
import { GoTypes } from './types/compile-go-type.js';
import { emptyValue } from './types/empty-value.js';
import type { GoType } from './types/go-type.js';
import { inGoOrder } from './types/in-go-order.js';
import { readGoJson } from './types/read-go-json.js';

/** The types of the built-in kinds. */
export const goTypes = new GoTypes(builtinDefinition);

export interface TypedCodecOptions {
  readonly kind: KindRef;
  readonly toStorage?: ObjectCodec['toStorage'] | undefined;
  readonly fromStorage?: ObjectCodec['fromStorage'] | undefined;
}

/** Reads a built-in kind by its Go type and sets its defaults. */
export function typedCodec({ kind, toStorage, fromStorage }: TypedCodecOptions): ObjectCodec {
  let type: GoType | undefined;
  let empty: KubeObject | undefined;
  return {
    decode: (body) => {
      type ??= typeOfKind(kind);
      return decodeTyped(type, body);
    },
    emptyObject: () => {
      type ??= typeOfKind(kind);
      empty ??= { ...(emptyValue(type) as object), ...kind } as KubeObject; // Of a kind's type, so an object.
      return empty;
    },
    renderText: (object) => {
      type ??= typeOfKind(kind);
      return JSON.stringify(inGoOrder(type, asJson(object)));
    },
    toStorage: toStorage ?? ((draft) => draft),
    fromStorage: fromStorage ?? ((object) => object),
    showsStored: fromStorage === undefined,
  };
}

function decodeTyped(type: GoType, body: JsonObject): DecodedObject {
  const { value, strictErrors, hasEmpty } = readGoJson(type, body);
  // The kind and version are the body's, the metadata is every kind's: what was read is an object.
  const object = value as unknown as DraftObject;
  return { object: hasEmpty ? markEmptyCollections(object) : object, strictErrors };
}

/** The type of a built-in kind. @throws when there is none. */
export function typeOfKind(kind: KindRef): GoType {
  const definition = definitionOfKind(kind);
  if (definition === undefined) throw new Error(`there is no type of ${kind.apiVersion} ${kind.kind}`);
  return goTypes.type(definition.name);
}
