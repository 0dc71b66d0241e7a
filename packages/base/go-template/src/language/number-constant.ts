import { parseGoFloat, parseGoInt, parseGoUint } from '../number/parse-number.js';
import { quoteText } from '../text/quote.js';
import { unquoteCharacter } from '../text/unquote.js';
import type { NumberNode } from './nodes.js';
import type { TokenKind } from './token.js';

/** The value of a numeric literal in every type it can take. */
export type NumberConstant = Pick<NumberNode, 'text' | 'int' | 'uint' | 'float' | 'complex'>;

const TWO_63 = 2 ** 63;
const TWO_64 = 2 ** 64;

/** Reads a number, character or complex literal; gives the message of Go's parser when it is malformed. */
export function parseNumberConstant(text: string, kind: TokenKind): NumberConstant | { readonly error: string } {
  if (kind === 'char-constant') return characterConstant(text);
  if (kind === 'complex') return complexPair(text);
  if (text.endsWith('i')) {
    const imaginary = parseGoFloat(text.slice(0, -1));
    if (imaginary.ok) return complexConstant(text, 0, imaginary.value);
  }
  const uint = parseGoUint(text, 0);
  const int = parseGoInt(text, 0);
  if (int.ok || uint.ok) return integerConstant(text, int.ok ? int.value : undefined, uint.ok ? uint.value : undefined);
  const float = parseGoFloat(text);
  if (!float.ok) return { error: `illegal number syntax: ${quoteText(text)}` };
  if (!/[.eEpP]/.test(text)) return { error: `integer overflow: ${quoteText(text)}` };
  return { text, ...integersOf(float.value), float: float.value, complex: undefined };
}

function characterConstant(text: string): NumberConstant | { readonly error: string } {
  const character = unquoteCharacter(text);
  if ('error' in character) return character;
  const { rune } = character;
  return { text, int: BigInt(rune), uint: BigInt(rune), float: rune, complex: undefined };
}

function integerConstant(text: string, int: bigint | undefined, uint: bigint | undefined): NumberConstant {
  const zero = int === 0n ? 0n : undefined;
  return { text, int, uint: uint ?? zero, float: Number(int ?? uint ?? 0n), complex: undefined };
}

function complexPair(text: string): NumberConstant | { readonly error: string } {
  const split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  const at = /[eEpP]/.test(text.charAt(split - 1)) ? text.slice(0, split - 1).search(/(?<=.)[+-][^+-]*$/) : split;
  const real = parseGoFloat(text.slice(0, at));
  const imaginary = parseGoFloat(text.slice(at, -1));
  if (!real.ok || !imaginary.ok) return { error: 'syntax error scanning complex number' };
  return complexConstant(text, real.value, imaginary.value);
}

function complexConstant(text: string, real: number, imaginary: number): NumberConstant {
  const complex = { real, imaginary };
  if (imaginary !== 0) return { text, int: undefined, uint: undefined, float: undefined, complex };
  return { text, ...integersOf(real), float: real, complex };
}

function integersOf(value: number): { readonly int: bigint | undefined; readonly uint: bigint | undefined } {
  const whole = Number.isInteger(value);
  return {
    int: whole && value >= -TWO_63 && value < TWO_63 ? BigInt(value) : undefined,
    uint: whole && value >= 0 && value < TWO_64 ? BigInt(value) : undefined,
  };
}
