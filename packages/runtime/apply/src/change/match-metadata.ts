import type { KubeObject } from '@gotk/objects';

/** Label or annotation keys and their values. */
export type MetadataSelector = readonly (readonly [key: string, value: string])[];

/** Whether a label or annotation of the object has one of these values; case does not matter. */
export function matchesMetadata(object: KubeObject | undefined, selector: MetadataSelector): boolean {
  if (object === undefined) return false;
  const { labels = {}, annotations = {} } = object.metadata;
  return selector.some(([key, value]) => equalFold(labels[key], value) || equalFold(annotations[key], value));
}

function equalFold(actual: string | undefined, wanted: string): boolean {
  return actual !== undefined && actual !== '' && actual.toLowerCase() === wanted.toLowerCase();
}
