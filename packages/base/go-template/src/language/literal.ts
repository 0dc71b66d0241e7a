import { unquoteText } from '../text/unquote.js';
import { GIVE_UP } from './action-tokens.js';
import { type NumberConstant, parseNumberConstant } from './number-constant.js';

/** Constants of small whole numbers, which are nearly all numbers of a chart. */
const knownNumbers = new Map<string, NumberConstant>();

/** The number that a token stands for. Gives up on what is none. */
export function numberOf(token: string): NumberConstant {
  const known = knownNumbers.get(token);
  if (known !== undefined) return known;
  const constant = parseNumberConstant(token, 'number');
  if ('error' in constant) throw GIVE_UP;
  if (token.length <= 2) knownNumbers.set(token, constant);
  return constant;
}

/** The text in a string with its quotes. Gives up on what Go does not unquote. */
export function textOf(token: string): string {
  if (!token.includes('\\') && !token.startsWith('`')) return token.slice(1, -1);
  const text = unquoteText(token);
  if (text === undefined) throw GIVE_UP;
  return text;
}
