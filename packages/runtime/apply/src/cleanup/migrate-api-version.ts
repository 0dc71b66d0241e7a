import type { JsonObject } from '@gotk/json';
import { type KubeObject, parseApiVersion } from '@gotk/objects';

/**
 * JSON patch operations that move the field ownership of a live object to the version in which it is about to be applied, or
 * none when it is there already: a server refuses an apply when it no longer knows the version of an owner's fields.
 */
export function migrateApiVersion(live: KubeObject, apiVersion: string): readonly JsonObject[] {
  const { group } = parseApiVersion(apiVersion);
  const entries = live.metadata.managedFields ?? [];
  const isOld = (version = ''): boolean => version !== apiVersion && parseApiVersion(version).group === group;
  if (!entries.some((entry) => isOld(entry.apiVersion))) return [];
  const moved = entries.map((entry) => (isOld(entry.apiVersion) ? { ...entry, apiVersion } : entry));
  return [{ op: 'replace', path: '/metadata/managedFields', value: moved as unknown as JsonObject[] }];
}
