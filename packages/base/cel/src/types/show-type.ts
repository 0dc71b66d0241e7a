import type { CelType } from './cel-type.js';

/** A type as error messages show it: `map(string, dyn)`. */
export function showType(type: CelType): string {
  if (type.nullable) return `wrapper(${type.name})`;
  switch (type.kind) {
    case 'any':
    case 'duration':
    case 'timestamp':
    case 'null':
      return type.kind;
    case 'error':
      return '!error!';
    default:
      return type.params.length === 0 ? type.name : `${type.name}(${type.params.map(showType).join(', ')})`;
  }
}

/** The types of the arguments of a call: `(int, string)`, and before it that of what the function is called on. */
export function showSignature(argTypes: readonly CelType[], member: boolean): string {
  const shown = argTypes.map(showType);
  const target = member ? `${shown.shift()}.` : '';
  return `${target}(${shown.join(', ')})`;
}
