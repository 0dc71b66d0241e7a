import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  quantityAsDecimal,
  quantityAsInt64,
  quantityInUnits,
  renderQuantity,
  signOfQuantity,
  subtractQuantities,
} from '@gotk/quantity';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of quantity.jsonl. */
export function runQuantityRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'parse':
      return describe(String(row['input']));
    case 'json':
      return throughJson(String(row['json']));
    case 'arith':
      return combine(String(row['a']), String(row['b']));
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function describe(text: string): unknown {
  const quantity = parseQuantity(text);
  const integer = quantityAsInt64(quantity);
  return {
    ...(integer === undefined ? {} : { asInt64: String(integer) }),
    decimal: quantityAsDecimal(quantity),
    format: quantity.format,
    isZero: signOfQuantity(quantity) === 0,
    milliValue: String(quantityInUnits(quantity, -3)),
    sign: signOfQuantity(quantity),
    string: renderQuantity(quantity),
    value: String(quantityInUnits(quantity, 0)),
  };
}

/** Kubernetes takes the text between the quotes as it stands. */
function throughJson(json: string): string {
  if (json === 'null') return '"0"';
  const text = json.length >= 2 && json.startsWith('"') && json.endsWith('"') ? json.slice(1, -1) : json;
  return `"${renderQuantity(parseQuantity(text.trim()))}"`;
}

function combine(left: string, right: string): unknown {
  const [a, b] = [parseQuantity(left), parseQuantity(right)];
  return {
    add: renderQuantity(addQuantities(a, b)),
    cmp: compareQuantities(a, b),
    equal: compareQuantities(a, b) === 0,
    sub: renderQuantity(subtractQuantities(a, b)),
  };
}
