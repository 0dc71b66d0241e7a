import { CelUint } from '../../values/cel-uint.js';
import { type CelValue, typeOf } from '../../values/value.js';
import type { ClauseMessages } from './clause-messages.js';
import { FormatError } from './parse-format.js';

/** An argument is of a type that a clause does not take. */
export function refusedBy(message: string, value: CelValue): FormatError<CelValue> {
  return new FormatError(`${message}, was given ${typeOf(value).name}`, value);
}

/** An int or uint as a whole number. */
export function wholeOf(value: CelValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof CelUint ? value.value : undefined;
}

/** `%b` @throws FormatError */
export function binaryClause(value: CelValue, messages: ClauseMessages): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const whole = wholeOf(value);
  if (whole === undefined) throw refusedBy(messages.binary, value);
  return whole.toString(2);
}

/** `%x` and `%X` @throws FormatError */
export function hexClause(value: CelValue, upper: boolean, messages: ClauseMessages): string {
  const text = wholeOf(value)?.toString(16) ?? hexOfBytes(value);
  if (text === undefined) throw refusedBy(messages.hex, value);
  return upper ? text.toUpperCase() : text;
}

function hexOfBytes(value: CelValue): string | undefined {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `%o` @throws FormatError */
export function octalClause(value: CelValue, messages: ClauseMessages): string {
  const whole = wholeOf(value);
  if (whole === undefined) throw refusedBy(messages.octal, value);
  return whole.toString(8);
}
