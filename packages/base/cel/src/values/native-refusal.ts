import { CelOpaque } from './cel-opaque.js';
import { type CelValue, typeOf } from './value.js';

/** Why a value is none of a type of Go, as cel-go says it. */
export function nativeRefusal(value: CelValue, goType: string): string {
  const { kind, name } = typeOf(value);
  switch (kind) {
    case 'string':
      return `unsupported native conversion from string to '${goType}'`;
    case 'int':
    case 'uint':
      return `unsupported type conversion from '${kind}' to ${goType}`;
    case 'type':
      return "type conversion not supported for 'type'";
    case 'double':
      return `type conversion error from Double to '${goType}'`;
    case 'bytes':
      return `type conversion error from Bytes to '${goType}'`;
    case 'bool':
    case 'map':
    case 'list':
      return `type conversion error from ${kind} to '${goType}'`;
    case 'duration':
      return `type conversion error from 'Duration' to '${goType}'`;
    case 'timestamp':
      return `type conversion error from 'Timestamp' to '${goType}'`;
    default: {
      const shown = value instanceof CelOpaque ? (value.goType.split('.').at(-1) ?? name) : name;
      return `type conversion error from '${shown}' to '${goType}'`;
    }
  }
}
