import type { DraftFields, DraftValue } from '../../drafts/draft.js';
import type { GoStruct, GoType } from './go-type.js';

/** A type's zero, as Go writes it. */
export function emptyValue(type: GoType): DraftValue {
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'duration':
      return '0s';
    case 'list':
      return [];
    case 'map':
      return {};
    case 'struct':
      return emptyStruct(type);
    default:
      return null;
  }
}

function emptyStruct({ fields }: GoStruct): DraftFields {
  const result: DraftFields = {};
  for (const { name, type, fieldClass } of fields.values()) {
    if (fieldClass === 'struct') result[name] = emptyValue(type());
    else if (fieldClass === 'kept-pointer') result[name] = null;
    else if (fieldClass === 'keep') {
      const empty = emptyValue(type());
      result[name] = typeof empty === 'object' ? null : empty;
    }
  }
  return result;
}

/** Whether Go leaves the value out where it may. Structs are never empty, other collections without items are. */
export function isEmptyValue(value: DraftValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}
