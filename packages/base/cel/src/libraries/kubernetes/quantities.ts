import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityAsInt64,
  quantityAsNumber,
  renderQuantity,
  signOfQuantity,
  subtractQuantities,
} from '@gotk/quantity';
import type { Library } from '../../environment/environment.js';
import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Overload,
} from '../../environment/function-declaration.js';
import { BOOL, type CelType, DOUBLE, INT, STRING, structType } from '../../types/cel-type.js';
import { CelError, noSuchOverload } from '../../values/cel-error.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';

/** The type of quantities. */
export const QUANTITY = structType('kubernetes.Quantity');

class CelQuantity extends CelOpaque {
  readonly type = QUANTITY;

  constructor(
    readonly quantity: Quantity,
    /** Whether it is a sum: Kubernetes cannot compare anything to one with `==`. */
    readonly isSum: boolean,
  ) {
    super();
  }

  override get goType(): string {
    return this.isSum ? '*cel.Quantity' : 'cel.Quantity';
  }

  override get goNative(): string {
    return `(*resource.Quantity)${renderQuantity(this.quantity)}`;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelQuantity) || other.isSum) throw noSuchOverload();
    return compareQuantities(this.quantity, other.quantity) === 0;
  }
}

type Sum = (a: Quantity, b: Quantity) => Quantity;

/** Amounts such as `100m` and `1.5Gi`. */
export const QUANTITY_LIBRARY: Library = {
  functions: [
    declare('quantity', globalOverload('string_to_quantity', [STRING], QUANTITY, { unary: toQuantity })),
    declare('isQuantity', globalOverload('is_quantity_string', [STRING], BOOL, { unary: isQuantity })),
    declare('sign', globalOverload('quantity_sign', [QUANTITY], INT, { unary: (a) => BigInt(signOfQuantity(of(a))) })),
    comparison('isGreaterThan', 'quantity_is_greater_than', BOOL, (order) => order > 0),
    comparison('isLessThan', 'quantity_is_less_than', BOOL, (order) => order < 0),
    comparison('compareTo', 'quantity_compare_to', INT, BigInt),
    reading('asApproximateFloat', 'quantity_get_float', DOUBLE, quantityAsNumber),
    reading('asInteger', 'quantity_get_int', INT, toInteger),
    reading('isInteger', 'quantity_is_integer', BOOL, (quantity) => quantityAsInt64(quantity) !== undefined),
    sum('add', addQuantities),
    sum('sub', subtractQuantities),
  ],
};

function declare(name: string, ...overloads: Overload[]): FunctionDeclaration {
  return { name, overloads };
}

function of(value: CelValue): Quantity {
  return (value as CelQuantity).quantity;
}

function toQuantity(text: CelValue): CelQuantity {
  try {
    return new CelQuantity(parseQuantity(text as string), false);
  } catch (error) {
    throw new CelError(error instanceof Error ? error.message : String(error));
  }
}

function isQuantity(text: CelValue): boolean {
  try {
    parseQuantity(text as string);
    return true;
  } catch {
    return false;
  }
}

function toInteger(quantity: Quantity): bigint {
  const value = quantityAsInt64(quantity);
  if (value === undefined) throw new CelError('cannot convert value to integer');
  return value;
}

function reading(
  name: string,
  id: string,
  result: CelType,
  read: (quantity: Quantity) => CelValue,
): FunctionDeclaration {
  return declare(name, memberOverload(id, [QUANTITY], result, { unary: (value) => read(of(value)) }));
}

function comparison(
  name: string,
  id: string,
  result: CelType,
  read: (order: -1 | 0 | 1) => CelValue,
): FunctionDeclaration {
  const binary = (a: CelValue, b: CelValue) => read(compareQuantities(of(a), of(b)));
  return declare(name, memberOverload(id, [QUANTITY, QUANTITY], result, { binary }));
}

function sum(name: string, compute: Sum): FunctionDeclaration {
  const binary = (a: CelValue, b: CelValue): CelQuantity => new CelQuantity(compute(of(a), amountOf(b)), true);
  return declare(
    name,
    memberOverload(`quantity_${name}`, [QUANTITY, QUANTITY], QUANTITY, { binary }),
    memberOverload(`quantity_${name}_int`, [QUANTITY, INT], QUANTITY, { binary }),
  );
}

function amountOf(value: CelValue): Quantity {
  if (typeof value !== 'bigint') return of(value);
  return { unscaled: value, exponent: 0, format: 'DecimalExponent', form: 'int64' };
}
