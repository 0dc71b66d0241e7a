import { type ObjectKey, parseApiVersion } from '@gotk/objects';
import { objectIdOf, objectKeyOf, parseObjectId, renderObjectId } from './object-id.js';

/** One object that was applied, as in `status.inventory.entries[]`. */
export interface InventoryEntry {
  /** See {@link renderObjectId}. */
  readonly id: string;
  /** API version without the group. */
  readonly v: string;
}

/** `status.inventory`. */
export interface Inventory {
  readonly entries: readonly InventoryEntry[];
}

/** The inventory of these objects, in their order. */
export function inventoryOf(keys: readonly ObjectKey[]): Inventory {
  return { entries: keys.map(entryOf) };
}

function entryOf(key: ObjectKey): InventoryEntry {
  return { id: renderObjectId(objectIdOf(key)), v: parseApiVersion(key.apiVersion).version };
}

/** The keys of the entries; entries that cannot be read are left out, so that one of them blocks nothing. */
export function keysIn(inventory: Inventory | undefined): readonly ObjectKey[] {
  return (inventory?.entries ?? []).flatMap(({ id, v }) => {
    try {
      return [objectKeyOf(parseObjectId(id), v)];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

/** The keys of what is in the old inventory and not in the new one, whatever the version. */
export function staleKeys(old: Inventory | undefined, current: Inventory): readonly ObjectKey[] {
  const kept = new Set(current.entries.map(({ id }) => id));
  return keysIn({ entries: (old?.entries ?? []).filter(({ id }) => !kept.has(id)) });
}

/** The inventory with these objects added, unless they are in it: what could not be pruned stays tracked. */
export function withKeys(inventory: Inventory, keys: readonly ObjectKey[]): Inventory {
  const known = new Set(inventory.entries.map(({ id }) => id));
  return { entries: [...inventory.entries, ...keys.map(entryOf).filter(({ id }) => !known.has(id))] };
}
