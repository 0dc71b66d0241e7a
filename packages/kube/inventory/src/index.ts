export { type Inventory, type InventoryEntry, inventoryOf, keysIn, staleKeys, withKeys } from './inventory.js';
export {
  type ObjectId,
  objectIdOf,
  objectIdOfObject,
  objectKeyOf,
  parseObjectId,
  renderObjectId,
} from './object-id.js';
