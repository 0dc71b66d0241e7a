import type { Token, TokenKind } from '../token.js';
import type { ErrorStrategy } from './error-strategy.js';
import { PRIMARY_START } from './grammar-states.js';

const NUMBERS: readonly TokenKind[] = ['NUM_INT', 'NUM_FLOAT'];

/** Which operator stands before an operand. A minus before a number belongs to the number. */
export function predictPrefix(strategy: ErrorStrategy): '!' | '-' | undefined {
  const first = strategy.kind(1);
  if (first === '!') return '!';
  if (first !== '-') {
    if (!PRIMARY_START.includes(first)) throw strategy.noAlternative(1);
    return undefined;
  }
  if (NUMBERS.includes(strategy.kind(2))) return undefined;
  if (!PRIMARY_START.includes(strategy.kind(2))) throw strategy.noAlternative(2);
  return '-';
}

/** Reads one or more `!`. */
export function recoverNots(strategy: ErrorStrategy): Token[] {
  const operators: Token[] = [];
  strategy.sync(88);
  do {
    operators.push(strategy.match(87));
    strategy.sync(90);
  } while (strategy.kind(1) === '!');
  return operators;
}

/** Reads one or more `-`. */
export function recoverMinuses(strategy: ErrorStrategy): Token[] {
  const operators: Token[] = [];
  strategy.sync(94);
  do {
    operators.push(strategy.match(93));
    strategy.sync(96);
  } while (predictMinus(strategy));
  return operators;
}

function predictMinus(strategy: ErrorStrategy): boolean {
  const ahead = strategy.kind(1) === '-' ? 2 : 1;
  if (!PRIMARY_START.includes(strategy.kind(ahead))) throw strategy.noAlternative(ahead);
  return ahead === 2;
}
