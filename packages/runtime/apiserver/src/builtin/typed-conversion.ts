import type { JsonObject } from '@gotk/json';
import type { KindRef, KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import { markEmptyCollections } from '../drafts/empty-collections.js';
import { typeOfKind } from './typed-codec.js';
import { readGoJson } from './types/read-go-json.js';

/** Makes a converter to a version of a kind: `convert` gives the fields, their empty ones are written as the version's type says. */
export function conversionTo<T extends KubeObject | DraftObject>(
  kind: KindRef,
  convert: (object: T) => JsonObject,
): (object: T) => T {
  return (object) => {
    const { value, hasEmpty } = readGoJson(typeOfKind(kind), {
      ...convert(object),
      apiVersion: kind.apiVersion,
      kind: kind.kind,
    });
    const converted = value as unknown as T; // Read by the kind's type.
    if (hasEmpty) markEmptyCollections(converted);
    return converted;
  };
}
