import { matchesFormat } from '../../schema/string-formats.js';
import { schemasIn, type WrittenSchema } from '../written-schema.js';

/** The formats in a schema that nothing checks, in the order in which they stand there. */
export function unrecognizedFormats(schema: WrittenSchema): readonly string[] {
  return [...schemasIn(schema)].flatMap(({ type = '', format = '' }) =>
    format === '' || isRecognized(type, format) ? [] : [format],
  );
}

function isRecognized(type: string, format: string): boolean {
  switch (type) {
    case '':
    case 'string':
      return matchesFormat(format, undefined);
    case 'integer':
      return format === 'int32' || format === 'int64';
    case 'number':
      return format === 'float' || format === 'double';
    default:
      return true;
  }
}
