import { jsonEqual } from '@gotk/json';
import { asJson, type KubeObject, keyOf } from '@gotk/objects';
import type { ApplyMemory } from './apply-objects.js';

/**
 * A memory of the last applied objects, bounded: the least recently used ones are forgotten first, which costs a dry run, no more.
 *
 * @param maxObjects default 20,000.
 */
export function createApplyMemory({ maxObjects = 20_000 }: { readonly maxObjects?: number } = {}): ApplyMemory {
  const applied = new Map<string, { readonly desired: KubeObject; readonly resourceVersion: string }>();
  return {
    isApplied(desired, resourceVersion): boolean {
      const id = memoryKey(desired);
      const known = applied.get(id);
      if (known === undefined || known.resourceVersion !== resourceVersion) return false;
      if (!jsonEqual(asJson(known.desired), asJson(desired))) return false;
      applied.delete(id);
      applied.set(id, known);
      return true;
    },
    remember(desired, resourceVersion): void {
      const id = memoryKey(desired);
      applied.delete(id);
      applied.set(id, { desired, resourceVersion });
      const [oldest] = applied.keys();
      if (applied.size > maxObjects && oldest !== undefined) applied.delete(oldest);
    },
  };
}

function memoryKey(object: KubeObject): string {
  const { apiVersion, kind, namespace, name } = keyOf(object);
  return JSON.stringify([apiVersion, kind, namespace ?? '', name]);
}
