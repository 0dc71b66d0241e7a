import { invalidField } from '@gotk/objects';
import type { SchemaNode } from './schema-node.js';
import { compositeError, type SchemaResult } from './schema-result.js';
import { fieldOf } from './validate-schema.js';

export interface CheckedNumber {
  readonly value: number;
  readonly path: string;
}

const INT32 = 2 ** 31;
const INT64 = 2 ** 63;
const FLOAT_MAX = 3.4028234663852886e38;

/** Checks range, bounds and divisibility of a number. */
export function validateNumber(node: SchemaNode, checked: CheckedNumber, result: SchemaResult): void {
  validateRange(node, checked, result);
  const { value } = checked;
  const { multipleOf, minimum, maximum } = node;
  const refuse = (detail: string): void => {
    result.add(invalidField(fieldOf(checked.path), value, `${checked.path} in body should be ${detail}`));
  };
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) refuse(`a multiple of ${multipleOf}`);
  if (minimum !== undefined) {
    if (node.exclusiveMinimum === true && value <= minimum) refuse(`greater than ${minimum}`);
    if (node.exclusiveMinimum !== true && value < minimum) refuse(`greater than or equal to ${minimum}`);
  }
  if (maximum !== undefined) {
    if (node.exclusiveMaximum === true && value >= maximum) refuse(`less than ${maximum}`);
    if (node.exclusiveMaximum !== true && value > maximum) refuse(`less than or equal to ${maximum}`);
  }
  result.count();
}

function isMultiple(value: number, factor: number): boolean {
  return Number.isInteger(value / factor);
}

function validateRange({ type, format }: SchemaNode, { value, path }: CheckedNumber, result: SchemaResult): void {
  if (type === 'number' && format === 'float' && Math.abs(value) > FLOAT_MAX)
    result.add(compositeError(`Checked value must be of type number with format float in ${path}`));
  if (type !== 'integer') return;
  if (!Number.isInteger(value)) {
    const kind =
      format === 'int32' || format === 'int64' ? `type integer with format ${format}` : 'type integer (default format)';
    result.add(compositeError(`Checked value must be of ${kind} in ${path}`));
  } else if (format === 'int32' && (value < -INT32 || value >= INT32)) {
    result.add(compositeError(`Checked value must be of type integer with format int32 in ${path}`));
  } else if (format === 'int64' && (value < -INT64 || value >= INT64)) {
    result.add(compositeError(`Checked value must be of type integer with format int64 in ${path}`));
  }
}
