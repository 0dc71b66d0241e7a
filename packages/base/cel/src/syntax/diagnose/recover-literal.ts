import type { SyntaxNode } from '../syntax-node.js';
import type { Token, TokenKind } from '../token.js';
import type { ErrorStrategy } from './error-strategy.js';

const LITERAL_STATES: ReadonlyMap<TokenKind, number> = new Map([
  ['NUM_UINT', 246],
  ['STRING', 251],
  ['BYTES', 252],
  ['true', 253],
  ['false', 254],
  ['null', 255],
]);

/** Reads a literal, which may be a negative number. */
export function recoverLiteral(strategy: ErrorStrategy): SyntaxNode {
  strategy.moveTo(183);
  const start = strategy.token();
  let node: SyntaxNode = { kind: 'missing', start };
  strategy.inRule('literal', () => {
    strategy.sync(256);
    const kind = strategy.kind(1) === '-' ? strategy.kind(2) : strategy.kind(1);
    const isNumber = kind === 'NUM_INT' || kind === 'NUM_FLOAT';
    if (strategy.kind(1) === '-' && !isNumber) throw strategy.noAlternative(2);
    node = { kind: 'literal', start, token: isNumber ? numberToken(strategy, kind) : plainToken(strategy, kind) };
  });
  return node;
}

function numberToken(strategy: ErrorStrategy, kind: 'NUM_INT' | 'NUM_FLOAT'): Token {
  const base = kind === 'NUM_INT' ? 242 : 247;
  strategy.sync(base + 1);
  if (strategy.kind(1) === '-') strategy.match(base);
  return strategy.match(base + 3);
}

function plainToken(strategy: ErrorStrategy, kind: TokenKind): Token {
  const state = LITERAL_STATES.get(kind);
  if (state === undefined) throw strategy.noAlternative(1);
  return strategy.match(state);
}
