/** The functions behind the operators. */
export const OPERATORS = {
  conditional: '_?_:_',
  and: '_&&_',
  or: '_||_',
  not: '!_',
  negate: '-_',
  add: '_+_',
  index: '_[_]',
  optionalIndex: '_[?_]',
  optionalSelect: '_?._',
  equals: '_==_',
  notEquals: '_!=_',
  in: '@in',
  notStrictlyFalse: '@not_strictly_false',
} as const;

/** The function of an operator between two operands. */
export function binaryOperator(symbol: string): string {
  return symbol === 'in' ? OPERATORS.in : `_${symbol}_`;
}
