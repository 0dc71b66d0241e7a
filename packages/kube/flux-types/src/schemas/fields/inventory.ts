import { described, list, required, sharedObject, text } from '../build.js';
import type { ObjectSchema } from '../schema.js';

const entry = sharedObject('InventoryEntry', 'One applied object.', {
  id: required(text('Identity as <namespace>_<name>_<group>_<kind>.')),
  v: required(text('API version it was applied with.')),
});

const schema = sharedObject('ResourceInventory', 'Objects applied and owned.', {
  entries: required(list('One entry for each object.', entry)),
});

/** `status.inventory`. */
export function inventory(): ObjectSchema {
  return described(schema, 'Objects of the last successful apply, for pruning.');
}
