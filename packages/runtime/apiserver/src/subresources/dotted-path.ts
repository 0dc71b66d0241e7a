import { isJsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { type DraftFields, type DraftObject, type DraftValue, setField } from '../drafts/draft.js';

/** The segments of a path such as `.spec.replicas`. */
export function pathSegments(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

/** The value at a dotted path; `undefined` where nothing is. */
export function valueAt(object: KubeObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = asJson(object);
  for (const segment of pathSegments(path)) {
    value = isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}

/** Sets the value at a dotted path and makes the objects on the way to it. */
export function setValueAt(object: DraftObject, path: string, value: DraftValue): void {
  const segments = pathSegments(path);
  let fields = object as unknown as DraftFields; // A draft is JSON.
  for (const segment of segments.slice(0, -1)) {
    const inner = fields[segment];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) setField(fields, segment, {});
    fields = fields[segment] as DraftFields;
  }
  setField(fields, segments.at(-1) ?? '', value);
}
