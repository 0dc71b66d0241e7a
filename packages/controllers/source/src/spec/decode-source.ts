import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { requireSpec } from './spec-fields.js';

/** A source with its spec as its controller reads it. */
export interface DecodedSource<T> extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string; readonly namespace: string };
  readonly decoded: T;
}

/**
 * Decodes the spec of a source.
 * @throws Error naming the first field that is not what it should be.
 */
export function decodeSource<T>(object: KubeObject, decode: (spec: JsonObject) => T): DecodedSource<T> {
  const { name = '', namespace = '' } = object.metadata;
  return { ...object, metadata: { ...object.metadata, name, namespace }, decoded: decode(requireSpec(object)) };
}
