import type { ElementNode, EntryNode, FieldNode, SyntaxNode } from './syntax-node.js';
import type { Token, TokenKind } from './token.js';

/** How often a rule of the grammar may stand inside itself. */
export const MAX_NESTING = 250;

/** Thrown where expressions are nested too deeply. */
export class NestingError extends Error {}

/** Thrown at the first token that does not fit; what to say about it is found out by `diagnoseSyntax`. */
export class UnexpectedToken extends Error {}

const RELATIONS: ReadonlySet<TokenKind> = new Set(['==', '!=', '<', '<=', '>=', '>', 'in']);
const FACTORS: ReadonlySet<TokenKind> = new Set(['*', '/', '%']);
const TERMS: ReadonlySet<TokenKind> = new Set(['+', '-']);
const NUMBERS: ReadonlySet<TokenKind> = new Set(['NUM_INT', 'NUM_FLOAT']);
const LITERALS: ReadonlySet<TokenKind> = new Set([
  ...(['NUM_INT', 'NUM_UINT', 'NUM_FLOAT', 'STRING', 'BYTES', 'true', 'false', 'null'] as const),
]);

/**
 * Reads a whole expression.
 * @throws UnexpectedToken where it is none, NestingError where it is too deep.
 */
export function parseTokens(tokens: readonly Token[]): SyntaxNode {
  const parser = new Parser(tokens);
  const node = parser.expression();
  parser.expect('<EOF>');
  return node;
}

class Parser {
  #at = 0;
  readonly #depth = { expression: 0, relation: 0, calculation: 0 };

  constructor(readonly tokens: readonly Token[]) {}

  expression(): SyntaxNode {
    this.#enter('expression');
    const start = this.#peek();
    const condition = this.#chain('||');
    const operator = this.#accept('?');
    let node = condition;
    if (operator !== undefined) {
      const then = this.#chain('||');
      this.expect(':');
      node = { kind: 'ternary', start, condition, operator, then, otherwise: this.expression() };
    }
    this.#depth.expression--;
    return node;
  }

  expect(kind: TokenKind): Token {
    const token = this.#accept(kind);
    if (token === undefined) throw new UnexpectedToken();
    return token;
  }

  #chain(operator: '&&' | '||'): SyntaxNode {
    const start = this.#peek();
    const readTerm = () => (operator === '||' ? this.#chain('&&') : this.#relation(0));
    const terms = [readTerm()];
    const operators: Token[] = [];
    for (let token = this.#accept(operator); token !== undefined; token = this.#accept(operator)) {
      operators.push(token);
      terms.push(readTerm());
    }
    return operators.length === 0 ? (terms[0] as SyntaxNode) : { kind: 'chain', start, operator, terms, operators };
  }

  /** `level` 1: the right side of a comparison, which takes no further comparison. */
  #relation(level: 0 | 1): SyntaxNode {
    this.#enter('relation');
    const start = this.#peek();
    let left = this.#calculation(0);
    for (let operator = this.#acceptOne(level, RELATIONS); operator; operator = this.#acceptOne(level, RELATIONS)) {
      left = { kind: 'binary', start, operator, left, right: this.#relation(1) };
    }
    this.#depth.relation--;
    return left;
  }

  /** `level` 1: the right side of a sum, which takes factors alone; 2: of a product, which takes nothing. */
  #calculation(level: 0 | 1 | 2): SyntaxNode {
    this.#enter('calculation');
    const start = this.#peek();
    let left = this.#unary();
    for (;;) {
      const factor = level < 2 ? this.#acceptOne(0, FACTORS) : undefined;
      const operator = factor ?? this.#acceptOne(level, TERMS);
      if (operator === undefined) break;
      left = { kind: 'binary', start, operator, left, right: this.#calculation(factor === undefined ? 1 : 2) };
    }
    this.#depth.calculation--;
    return left;
  }

  #unary(): SyntaxNode {
    const start = this.#peek();
    if (start.kind !== '!' && (start.kind !== '-' || NUMBERS.has(this.#peek(1).kind))) return this.#member();
    const operators: Token[] = [];
    for (let token = this.#accept(start.kind); token; token = this.#accept(start.kind)) operators.push(token);
    return { kind: 'prefix', start, operators, operand: this.#member() };
  }

  #member(): SyntaxNode {
    const start = this.#peek();
    let node = this.#primary();
    for (;;) {
      const kind = this.#peek().kind;
      if (kind === '.') node = this.#selection(start, node);
      else if (kind === '[') node = this.#indexing(start, node);
      else return node;
    }
  }

  #selection(start: Token, operand: SyntaxNode): SyntaxNode {
    const dot = this.expect('.');
    const optional = this.#accept('?');
    const name = this.#accept('ESC_IDENTIFIER') ?? this.expect('IDENTIFIER');
    const called = this.#peek().kind === '(' && optional === undefined && name.kind === 'IDENTIFIER';
    if (!called) return { kind: 'select', start, operand, dot, optional, field: name };
    const open = this.expect('(');
    return { kind: 'member-call', start, target: operand, name, open, args: this.#args() };
  }

  #indexing(start: Token, operand: SyntaxNode): SyntaxNode {
    const open = this.expect('[');
    const optional = this.#accept('?');
    const index = this.expression();
    this.expect(']');
    return { kind: 'index', start, operand, open, optional, index };
  }

  #primary(): SyntaxNode {
    const start = this.#peek();
    switch (start.kind) {
      case '.':
      case 'IDENTIFIER':
        return this.#named(start);
      case '(': {
        this.#at++;
        const inner = this.expression();
        this.expect(')');
        return inner;
      }
      case '[':
        return { kind: 'list', start, open: this.expect('['), elements: this.#elements() };
      case '{':
        return { kind: 'map', start, open: this.expect('{'), entries: this.#entries() };
      default:
        return this.#literal(start);
    }
  }

  #literal(start: Token): SyntaxNode {
    if (start.kind === '-') this.#at++;
    const token = this.#peek();
    if (!LITERALS.has(token.kind)) throw new UnexpectedToken();
    this.#at++;
    return { kind: 'literal', start, token };
  }

  #named(start: Token): SyntaxNode {
    this.#accept('.');
    const name = this.expect('IDENTIFIER');
    if (this.#peek().kind === '(') return { kind: 'call', start, name, open: this.expect('('), args: this.#args() };
    let end = 0;
    while (this.#peek(end).kind === '.' && this.#peek(end + 1).kind === 'IDENTIFIER') end += 2;
    if (this.#peek(end).kind !== '{') return { kind: 'ident', start, name };
    const names = [name];
    while (this.#accept('.') !== undefined) names.push(this.expect('IDENTIFIER'));
    return { kind: 'message', start, names, open: this.expect('{'), fields: this.#fields() };
  }

  #args(): SyntaxNode[] {
    const args: SyntaxNode[] = [];
    if (this.#accept(')') !== undefined) return args;
    do args.push(this.expression());
    while (this.#accept(',') !== undefined);
    this.expect(')');
    return args;
  }

  #elements(): ElementNode[] {
    return this.#listed(']', () => ({ optional: this.#accept('?'), value: this.expression() }));
  }

  #entries(): EntryNode[] {
    return this.#listed('}', () => ({
      optional: this.#accept('?'),
      key: this.expression(),
      colon: this.expect(':'),
      value: this.expression(),
    }));
  }

  #fields(): FieldNode[] {
    return this.#listed('}', () => ({
      start: this.#peek(),
      optional: this.#accept('?'),
      name: this.#accept('ESC_IDENTIFIER') ?? this.expect('IDENTIFIER'),
      colon: this.expect(':'),
      value: this.expression(),
    }));
  }

  /** Items between commas; one comma may follow the last, or stand alone. */
  #listed<T>(close: TokenKind, readItem: () => T): T[] {
    const items: T[] = [];
    while (this.#peek().kind !== close && (items.length > 0 || this.#peek().kind !== ',')) {
      items.push(readItem());
      if (this.#peek().kind !== ',' || this.#peek(1).kind === close) break;
      this.#at++;
    }
    this.#accept(',');
    this.expect(close);
    return items;
  }

  #acceptOne(level: number, kinds: ReadonlySet<TokenKind>): Token | undefined {
    const token = this.#peek();
    if (level > 0 || !kinds.has(token.kind)) return undefined;
    this.#at++;
    return token;
  }

  #accept(kind: TokenKind): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind) return undefined;
    this.#at++;
    return token;
  }

  #peek(ahead = 0): Token {
    return (this.tokens[this.#at + ahead] ?? this.tokens.at(-1)) as Token;
  }

  #enter(rule: 'expression' | 'relation' | 'calculation'): void {
    this.#depth[rule]++;
    if (this.#depth[rule] > MAX_NESTING) throw new NestingError();
  }
}
