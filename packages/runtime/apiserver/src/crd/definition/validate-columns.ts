import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import type { WrittenColumn } from './definition-spec.js';
import { validateSimplePath } from './validate-simple-path.js';

const TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** What is wrong with the columns that a definition prints. */
export function validateColumns(columns: readonly WrittenColumn[] | undefined, field: string): readonly FieldError[] {
  return (columns ?? []).flatMap((column, index) => validateColumn(column, `${field}[${index}]`));
}

function validateColumn(column: WrittenColumn, field: string): readonly FieldError[] {
  const { name = '', type = '', format = '', jsonPath = '' } = column;
  const oneOf = (values: readonly string[]) => `must be one of ${values.join(',')}`;
  const errors: FieldError[] = [];
  if (name === '') errors.push(requiredField(`${field}.name`));
  if (type === '') errors.push(requiredField(`${field}.type`, oneOf(TYPES)));
  else if (!TYPES.includes(type)) errors.push(invalidField(`${field}.type`, type, oneOf(TYPES)));
  if (format !== '' && !FORMATS.includes(format)) errors.push(invalidField(`${field}.format`, format, oneOf(FORMATS)));
  if (jsonPath === '') errors.push(requiredField(`${field}.JSONPath`));
  else errors.push(...validateSimplePath(jsonPath, `${field}.JSONPath`));
  return errors;
}
