import type { Token } from '../syntax/token.js';
import { CelUint } from '../values/cel-uint.js';
import type { CelValue } from '../values/value.js';
import { unescapeBytes, unescapeString } from './unescape.js';

/** A literal cannot be what it says. */
export class LiteralError extends Error {}

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

/** The value of a literal; numbers may have a sign before them. @throws LiteralError */
export function literalValue(token: Token, negative: boolean): CelValue {
  const { kind, text } = token;
  switch (kind) {
    case 'NUM_INT':
      return readInt(text, negative);
    case 'NUM_UINT':
      return readUint(text.slice(0, -1));
    case 'NUM_FLOAT':
      return readDouble(text, negative);
    case 'STRING':
      return unescapeString(text);
    case 'BYTES':
      return unescapeBytes(text.slice(1));
    case 'null':
      return null;
    default:
      return kind === 'true';
  }
}

function readInt(text: string, negative: boolean): bigint {
  const value = negative ? -BigInt(text) : BigInt(text);
  if (value > MAX_INT || value < -MAX_INT - 1n) throw new LiteralError('invalid int literal');
  return value;
}

function readUint(text: string): CelUint {
  const value = BigInt(text);
  if (value > MAX_UINT) throw new LiteralError('invalid uint literal');
  return new CelUint(value);
}

function readDouble(text: string, negative: boolean): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new LiteralError('invalid double literal');
  return negative ? -value : value;
}
