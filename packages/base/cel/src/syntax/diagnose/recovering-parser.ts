import type { ElementNode, EntryNode, FieldNode, SyntaxNode } from '../syntax-node.js';
import type { Token, TokenKind } from '../token.js';
import type { ErrorStrategy } from './error-strategy.js';
import { EXPRESSION_START, PRIMARY_START } from './grammar-states.js';
import { recoverLiteral } from './recover-literal.js';
import { predictPrefix, recoverMinuses, recoverNots } from './recover-prefix.js';

const RELATIONS: readonly TokenKind[] = ['==', '!=', '<', '<=', '>=', '>', 'in'];
const NAMES: readonly TokenKind[] = ['IDENTIFIER', 'ESC_IDENTIFIER'];

/** A name behind a dot; where it is broken, only its place is known. */
interface NameNode {
  readonly token: Token | undefined;
  readonly start: Token;
}

/**
 * Reads tokens with the decisions of the parser that ANTLR makes of the grammar, so that errors come out the same.
 * Numbers are places in the grammar.
 */
export class RecoveringParser {
  constructor(readonly strategy: ErrorStrategy) {}

  start(): SyntaxNode {
    let node: SyntaxNode = this.#missing();
    this.strategy.inRule('start', () => {
      node = this.#expression(34);
      this.strategy.match(35);
    });
    return node;
  }

  #missing(): SyntaxNode {
    return { kind: 'missing', start: this.strategy.token() };
  }

  #next(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.strategy.kind(1));
  }

  #expression(state: number): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(state);
    let node = this.#missing();
    const start = strategy.token();
    strategy.inRule('expr', () => {
      const condition = this.#chain('||', 37);
      node = condition;
      strategy.sync(43);
      if (!this.#next('?')) return;
      const operator = strategy.match(38);
      const ternary = { kind: 'ternary', start, condition, operator } as const;
      const then = this.#chain('||', 39);
      node = { ...ternary, then, otherwise: this.#missing() };
      strategy.match(40);
      node = { ...ternary, then, otherwise: this.#expression(41) };
    });
    return node;
  }

  #chain(operator: '||' | '&&', state: number): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    const terms: SyntaxNode[] = [];
    const operators: Token[] = [];
    const base = operator === '||' ? 45 : 53;
    const readTerm = (at: number) => (operator === '||' ? this.#chain('&&', at) : this.#relation(0, at));
    strategy.inRule(operator, () => {
      terms.push(readTerm(base));
      strategy.sync(base + 5);
      while (this.#next(operator)) {
        operators.push(strategy.match(base + 1));
        terms.push(readTerm(base + 2));
        strategy.sync(base + 7);
      }
    });
    if (operators.length === 0) return terms[0] ?? this.#missing();
    return { kind: 'chain', start, operator, terms, operators };
  }

  #relation(level: number, state: number): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    let node = this.#missing();
    strategy.inRule('relation', () => {
      node = this.#calculation(0, 62);
      strategy.sync(69);
      while (level <= 1 && this.#next(...RELATIONS)) {
        const operator = strategy.match(65);
        node = { kind: 'binary', start, operator, left: node, right: this.#relation(2, 66) };
        strategy.sync(71);
      }
    });
    return node;
  }

  #calculation(level: number, state: number): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    let node = this.#missing();
    strategy.inRule('calc', () => {
      node = this.#unary();
      strategy.sync(83);
      while (this.#continuesCalculation(level)) {
        strategy.sync(81);
        const isFactor = this.#next('*', '/', '%');
        const operator = strategy.match(isFactor ? 76 : 79);
        const right = isFactor ? this.#calculation(3, 77) : this.#calculation(2, 80);
        node = { kind: 'binary', start, operator, left: node, right };
        strategy.sync(85);
      }
    });
    return node;
  }

  #continuesCalculation(level: number): boolean {
    return (level <= 2 && this.#next('*', '/', '%')) || (level <= 1 && this.#next('+', '-'));
  }

  #unary(): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(73);
    const start = strategy.token();
    let node = this.#missing();
    strategy.inRule('unary', () => {
      strategy.sync(99);
      const prefix = predictPrefix(strategy);
      if (prefix === undefined) {
        node = this.#member(86);
        return;
      }
      const operators = prefix === '!' ? recoverNots(strategy) : recoverMinuses(strategy);
      const operand = this.#member(prefix === '!' ? 92 : 98);
      node = { kind: 'prefix', start, operators, operand };
    });
    return node;
  }

  #member(state: number): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    let node = this.#missing();
    const keep = (read: SyntaxNode): void => {
      node = read;
    };
    strategy.inRule('member', () => {
      keep(this.#primary());
      strategy.sync(128);
      while (this.#next('.', '[')) {
        strategy.sync(126);
        if (this.#next('[')) this.#index(start, node, keep);
        else if (this.#predictCall()) this.#memberCall(start, node, keep);
        else this.#select(start, node, keep);
        strategy.sync(130);
      }
    });
    return node;
  }

  #predictCall(): boolean {
    const second = this.strategy.kind(2);
    if (second === 'IDENTIFIER') return this.strategy.kind(3) === '(';
    if (second !== '?' && second !== 'ESC_IDENTIFIER') throw this.strategy.noAlternative(2);
    return false;
  }

  #select(start: Token, operand: SyntaxNode, keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    const dot = strategy.match(105);
    const select = { kind: 'select', start, operand, dot, optional: undefined, field: undefined } as const;
    keep(select);
    strategy.sync(107);
    const optional = this.#next('?') ? strategy.match(106) : undefined;
    const name = this.#name(109);
    keep({ ...select, optional, field: name.token, brokenField: name.token === undefined ? name.start : undefined });
  }

  #memberCall(start: Token, target: SyntaxNode, keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    strategy.match(111);
    const name = strategy.match(112);
    const open = strategy.match(113);
    const call = { kind: 'member-call', start, target, name, open } as const;
    keep({ ...call, args: [] });
    strategy.sync(115);
    const args = this.#next(...EXPRESSION_START) ? this.#args(114) : [];
    keep({ ...call, args });
    strategy.match(117);
  }

  #index(start: Token, operand: SyntaxNode, keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    const open = strategy.match(119);
    const indexed = { kind: 'index', start, operand, open } as const;
    keep({ ...indexed, optional: undefined, index: this.#missing() });
    strategy.sync(121);
    const optional = this.#next('?') ? strategy.match(120) : undefined;
    keep({ ...indexed, optional, index: this.#expression(123) });
    strategy.match(124);
  }

  #name(state: number): NameNode {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    let token: Token | undefined;
    strategy.inRule('escapeIdent', () => {
      strategy.sync(235);
      if (!this.#next(...NAMES)) throw strategy.noAlternative(1);
      token = strategy.match(this.#next('IDENTIFIER') ? 233 : 234);
    });
    return { token, start };
  }

  #primary(): SyntaxNode {
    const { strategy } = this;
    strategy.moveTo(102);
    let node = this.#missing();
    const keep = (read: SyntaxNode): void => {
      node = read;
    };
    strategy.inRule('primary', () => {
      strategy.sync(184);
      switch (strategy.kind(1)) {
        case '.':
        case 'IDENTIFIER':
          return this.#named(keep);
        case '(':
          return this.#nested(keep);
        case '[':
          return this.#list(keep);
        case '{':
          return this.#map(keep);
        default:
          if (!this.#next(...PRIMARY_START)) throw strategy.noAlternative(1);
          return keep(recoverLiteral(strategy));
      }
    });
    return node;
  }

  #named(keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    const start = strategy.token();
    let ahead = this.#next('.') ? 2 : 1;
    if (strategy.kind(ahead) !== 'IDENTIFIER') throw strategy.noAlternative(ahead);
    ahead++;
    if (strategy.kind(ahead) === '(') return this.#call(start, keep);
    while (strategy.kind(ahead) === '.' && strategy.kind(ahead + 1) === 'IDENTIFIER') ahead += 2;
    if (strategy.kind(ahead) === '{') return this.#message(start, keep);
    strategy.sync(132);
    if (this.#next('.')) strategy.match(131);
    keep({ kind: 'ident', start, name: strategy.match(134) });
  }

  #call(start: Token, keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    strategy.sync(136);
    if (this.#next('.')) strategy.match(135);
    const name = strategy.match(138);
    const open = strategy.match(139);
    keep({ kind: 'call', start, name, open, args: [] });
    strategy.sync(141);
    if (this.#next(...EXPRESSION_START)) keep({ kind: 'call', start, name, open, args: this.#args(140) });
    strategy.match(143);
  }

  #nested(keep: (node: SyntaxNode) => void): void {
    this.strategy.match(144);
    keep(this.#expression(145));
    this.strategy.match(146);
  }

  #list(keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    const open = strategy.match(148);
    keep({ kind: 'list', start: open, open, elements: [] });
    strategy.sync(150);
    if (this.#next('?', ...EXPRESSION_START)) {
      keep({ kind: 'list', start: open, open, elements: this.#elements(149) });
    }
    strategy.sync(153);
    if (this.#next(',')) strategy.match(152);
    strategy.match(155);
  }

  #map(keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    const open = strategy.match(156);
    keep({ kind: 'map', start: open, open, entries: [] });
    strategy.sync(158);
    if (this.#next('?', ...EXPRESSION_START)) {
      keep({ kind: 'map', start: open, open, entries: this.#entries(157) });
    }
    strategy.sync(161);
    if (this.#next(',')) strategy.match(160);
    strategy.match(163);
  }

  #message(start: Token, keep: (node: SyntaxNode) => void): void {
    const { strategy } = this;
    strategy.sync(165);
    if (this.#next('.')) strategy.match(164);
    const names = [strategy.match(167)];
    strategy.sync(172);
    while (this.#next('.')) {
      strategy.match(168);
      names.push(strategy.match(169));
      strategy.sync(174);
    }
    const open = strategy.match(175);
    keep({ kind: 'message', start, names, open, fields: [] });
    strategy.sync(177);
    if (this.#next('?', ...NAMES)) keep({ kind: 'message', start, names, open, fields: this.#fields(176) });
    strategy.sync(180);
    if (this.#next(',')) strategy.match(179);
    strategy.match(182);
  }

  #args(state: number): SyntaxNode[] {
    const { strategy } = this;
    strategy.moveTo(state);
    const args: SyntaxNode[] = [];
    strategy.inRule('exprList', () => {
      args.push(this.#expression(186));
      strategy.sync(191);
      while (this.#next(',')) {
        strategy.match(187);
        args.push(this.#expression(188));
        strategy.sync(193);
      }
    });
    return args;
  }

  #elements(state: number): ElementNode[] {
    const { strategy } = this;
    strategy.moveTo(state);
    const elements: ElementNode[] = [];
    strategy.inRule('listInit', () => {
      elements.push(this.#element(194));
      strategy.sync(199);
      while (this.#predictNext('?', ...EXPRESSION_START)) {
        strategy.match(195);
        elements.push(this.#element(196));
        strategy.sync(201);
      }
    });
    return elements;
  }

  /** Whether a comma and another item follow; a comma alone may end the list. */
  #predictNext(...starts: readonly TokenKind[]): boolean {
    return this.#next(',') && starts.includes(this.strategy.kind(2));
  }

  #element(state: number): ElementNode {
    const { strategy } = this;
    strategy.moveTo(state);
    let optional: Token | undefined;
    let value = this.#missing();
    strategy.inRule('optExpr', () => {
      strategy.sync(238);
      if (this.#next('?')) optional = strategy.match(237);
      value = this.#expression(240);
    });
    return { optional, value };
  }

  #entries(state: number): EntryNode[] {
    const { strategy } = this;
    strategy.moveTo(state);
    const entries: EntryNode[] = [];
    const readEntry = (base: number): void => {
      const { optional, value: key } = this.#element(base);
      const colon = strategy.match(base + 1);
      entries.push({ optional, key, colon, value: this.#expression(base + 2) });
    };
    strategy.inRule('mapInitializerList', () => {
      readEntry(220);
      strategy.sync(230);
      while (this.#predictNext('?', ...EXPRESSION_START)) {
        strategy.match(223);
        readEntry(224);
        strategy.sync(232);
      }
    });
    return entries;
  }

  #fields(state: number): FieldNode[] {
    const { strategy } = this;
    strategy.moveTo(state);
    const start = strategy.token();
    const fields: FieldNode[] = [];
    const readField = (base: number): void => {
      const field = this.#field(base);
      const colon = strategy.match(base + 1);
      fields.push({ ...field, start, colon, value: this.#expression(base + 2) });
    };
    strategy.inRule('fieldInitializerList', () => {
      readField(202);
      strategy.sync(212);
      while (this.#predictNext('?', ...NAMES)) {
        strategy.match(205);
        readField(206);
        strategy.sync(214);
      }
    });
    return fields;
  }

  #field(state: number): { optional: Token | undefined; name: Token | undefined } {
    const { strategy } = this;
    strategy.moveTo(state);
    let optional: Token | undefined;
    let name: Token | undefined;
    strategy.inRule('optField', () => {
      strategy.sync(216);
      if (this.#next('?')) optional = strategy.match(215);
      name = this.#name(218).token;
    });
    return { optional, name };
  }
}
