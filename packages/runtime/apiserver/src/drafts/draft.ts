import type { JsonObject, JsonValue } from '@gotk/json';
import type { KubeObject, ManagedFieldsEntry, OwnerReference } from '@gotk/objects';
import { isSentEmpty, markSentEmpty } from './empty-collections.js';

/** A JSON value that whoever holds it may change: a private copy on its way into the store. */
export type DraftValue = null | boolean | number | string | DraftValue[] | DraftFields;

/** A JSON object that may be changed. */
export interface DraftFields {
  [field: string]: DraftValue | undefined;
}

/** `metadata` of a draft. */
export interface DraftMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  selfLink?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string | null;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

/** An object that may be changed: a private copy on its way into the store. */
export interface DraftObject {
  apiVersion: string;
  kind: string;
  metadata: DraftMeta;
  [field: string]: unknown;
}

/** A private deep copy. */
export function draftOf(object: KubeObject | DraftObject): DraftObject {
  return copyJson(object as unknown as JsonObject) as unknown as DraftObject; // JSON by contract, and a fresh copy.
}

/** A deep copy of a JSON value; fields that are `undefined` are left out. */
export function copyJson(value: JsonValue): DraftValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isSentEmpty(value)) return copyEmpty(value);
  if (Array.isArray(value)) return value.map(copyJson);
  const copy: DraftFields = {};
  const fields = value as JsonObject; // It is no list.
  for (const field of Object.keys(fields)) {
    const item = fields[field];
    if (item !== undefined) setField(copy, field, copyJson(item));
  }
  return copy;
}

function copyEmpty(value: object): DraftValue {
  const copy = Array.isArray(value) ? [] : {};
  markSentEmpty(copy);
  return copy;
}

/** Sets an own field; an assignment to `__proto__` would change the prototype instead. */
export function setField(target: DraftFields, field: string, value: DraftValue): void {
  if (field !== '__proto__') target[field] = value;
  else Object.defineProperty(target, field, { value, enumerable: true, configurable: true, writable: true });
}

/** The draft seen as the immutable object it becomes; the caller gives up changing it. */
export function sealDraft(draft: DraftObject): KubeObject {
  return draft as unknown as KubeObject; // The same JSON; only the view is read-only from here on.
}
