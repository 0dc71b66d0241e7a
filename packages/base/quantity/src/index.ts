export { addQuantities, subtractQuantities } from './add-quantities.js';
export { compareQuantities, compareToInteger } from './compare-quantities.js';
export { parseQuantity } from './parse-quantity.js';
export type { Quantity, QuantityFormat } from './quantity.js';
export {
  quantityAsDecimal,
  quantityAsInt64,
  quantityAsNumber,
  quantityInUnits,
  signOfQuantity,
} from './quantity-values.js';
export { isWhole as isWholeQuantity, renderQuantity } from './render-quantity.js';
