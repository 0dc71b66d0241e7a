import { type GoValue, typeName, typeOf } from '../value/go-value.js';
import { fixed, type GoFunction } from './go-function.js';
import { any, text } from './parameter-type.js';

/** sprig's functions on types. */
export const reflectionFunctions: readonly GoFunction[] = [
  fixed('typeOf', [any], (value) => typeName(value)),
  fixed('typeIs', [text, any], (name, value) => typeName(value) === name),
  fixed('typeIsLike', [text, any], (name, value) => typeName(value) === name || typeName(value) === `*${name}`),
  fixed('kindOf', [any], kindOf),
  fixed('kindIs', [text, any], (kind, value) => kindOf(value) === kind),
];

function kindOf(value: GoValue): string {
  return typeOf(value)?.kind ?? 'invalid';
}
