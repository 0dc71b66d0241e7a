import { CelError } from '../values/cel-error.js';
import { type CelValue, typeOf } from '../values/value.js';

/** A string that is asked for as a type of Go. @throws CelError where the value is none */
export function stringOfElement(value: CelValue, goType: 'string' | '[]string'): string {
  if (typeof value === 'string' && goType === 'string') return value;
  throw new CelError(refusal(value, goType));
}

function refusal(value: CelValue, goType: string): string {
  const { kind, name } = typeOf(value);
  switch (kind) {
    case 'string':
      return `unsupported native conversion from string to '${goType}'`;
    case 'int':
    case 'uint':
      return `unsupported type conversion from '${kind}' to ${goType}`;
    case 'double':
      return `type conversion error from Double to '${goType}'`;
    case 'bool':
      return `type conversion error from bool to '${goType}'`;
    case 'map':
    case 'list':
      return `type conversion error from ${kind} to '${goType}'`;
    default:
      return `type conversion error from '${name}' to '${goType}'`;
  }
}
