import { type Macro, MacroError, macroKey } from '../macros/macro.js';
import { MacroWriter } from '../macros/macro-writer.js';
import { MAX_NESTING, NestingError } from '../syntax/parse-tokens.js';
import type { ElementNode, EntryNode, FieldNode, SyntaxNode } from '../syntax/syntax-node.js';
import type { Token } from '../syntax/token.js';
import type { AstBuilder } from './ast-builder.js';
import type { EntryExpr, Expr, FieldExpr } from './expr.js';
import { LiteralError, literalValue } from './literal.js';
import { binaryOperator, OPERATORS } from './operators.js';

type NodeOf<K extends SyntaxNode['kind']> = Extract<SyntaxNode, { kind: K }>;

/** Names that look like variables but cannot be. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop'],
  ...['package', 'namespace', 'null', 'return', 'true', 'var', 'void', 'while'],
]);

/** Turns what was written into an expression, with macros expanded. @throws NestingError */
export function buildAst(node: SyntaxNode, builder: AstBuilder, macros: ReadonlyMap<string, Macro>): Expr {
  return new Visitor(builder, macros).visit(node);
}

/** Ids are given in cel-go's order: an operator's after its left and before its right side. */
class Visitor {
  #depth = 0;

  constructor(
    readonly builder: AstBuilder,
    readonly macros: ReadonlyMap<string, Macro>,
  ) {}

  visit(node: SyntaxNode): Expr {
    switch (node.kind) {
      case 'missing':
        return { kind: 'unknown', id: this.#newId(node.start) };
      case 'ternary':
        return this.#nested(() => this.#visitTernary(node));
      case 'chain':
        return this.#visitChain(node);
      case 'binary':
        return this.#nested(() => this.#visitBinary(node));
      case 'prefix':
        return this.#visitPrefix(node);
      case 'select':
        return this.#nested(() => this.#visitSelect(node));
      case 'member-call':
        return this.#nested(() => this.#visitMemberCall(node));
      case 'index':
        return this.#nested(() => this.#visitIndex(node));
      case 'ident':
        return this.#visitIdent(node);
      case 'call':
        return this.#visitCall(node);
      case 'list':
        return this.#visitList(node);
      case 'map':
        return {
          kind: 'map',
          id: this.#newId(node.open),
          entries: node.entries.map((entry) => this.#visitEntry(entry)),
        };
      case 'message':
        return this.#visitMessage(node);
      case 'literal':
        return this.#visitLiteral(node);
    }
  }

  #nested(visit: () => Expr): Expr {
    this.#depth++;
    if (this.#depth > MAX_NESTING) throw new NestingError();
    const expr = visit();
    this.#depth--;
    return expr;
  }

  #visitTernary(node: NodeOf<'ternary'>): Expr {
    const condition = this.visit(node.condition);
    const id = this.#newId(node.operator);
    const then = this.visit(node.then);
    return this.#call(id, OPERATORS.conditional, condition, then, this.visit(node.otherwise));
  }

  #visitChain({ terms, operators, operator }: NodeOf<'chain'>): Expr {
    const [first, ...rest] = terms;
    const exprs = [this.visit(first as SyntaxNode)];
    const ids: number[] = [];
    for (const [i, term] of rest.entries()) {
      exprs.push(this.visit(term));
      ids.push(this.#newId(operators[i] as Token));
    }
    return balance(`_${operator}_`, { exprs, ids, low: 0, high: ids.length - 1 });
  }

  #visitBinary(node: NodeOf<'binary'>): Expr {
    const left = this.visit(node.left);
    const id = this.#newId(node.operator);
    return this.#call(id, binaryOperator(node.operator.text), left, this.visit(node.right));
  }

  #visitPrefix({ operators, operand }: NodeOf<'prefix'>): Expr {
    if (operators.length % 2 === 0) return this.visit(operand);
    const operator = operators[0] as Token;
    const id = this.#newId(operator);
    return this.#call(id, operator.kind === '!' ? OPERATORS.not : OPERATORS.negate, this.visit(operand));
  }

  #visitSelect({ operand: node, dot, optional, field: token, brokenField, start }: NodeOf<'select'>): Expr {
    const operand = this.visit(node);
    if (token === undefined && brokenField === undefined) return { kind: 'unknown', id: this.#newId(start) };
    const field = this.#fieldName(token, (token ?? brokenField)?.offset);
    if (optional === undefined)
      return { kind: 'select', id: this.#newId(dot), operand, field: field ?? '', test: false };
    const name: Expr = { kind: 'literal', id: this.builder.newId((token ?? brokenField)?.offset), value: field ?? '' };
    return this.#call(this.#newId(dot), OPERATORS.optionalSelect, operand, name);
  }

  /** A name behind a dot or before a colon; where it is none an error is reported at the place. */
  #fieldName(token: Token | undefined, place: number | undefined): string | undefined {
    if (token?.kind === 'IDENTIFIER') return token.text;
    this.builder.error(place, token === undefined ? 'unsupported ident kind' : "unsupported syntax: '`'");
    return undefined;
  }

  #visitMemberCall({ target: node, name, open, args }: NodeOf<'member-call'>): Expr {
    const target = this.visit(node);
    const id = this.#newId(open);
    const visited = args.map((arg) => this.visit(arg));
    const expanded = this.#expand(id, name.text, target, visited);
    return expanded ?? { kind: 'call', id, name: name.text, target, args: visited };
  }

  #visitIndex({ operand: node, open, optional, index }: NodeOf<'index'>): Expr {
    const operand = this.visit(node);
    const id = this.#newId(open);
    const operator = optional === undefined ? OPERATORS.index : OPERATORS.optionalIndex;
    return this.#call(id, operator, operand, this.visit(index));
  }

  #visitIdent({ start, name }: NodeOf<'ident'>): Expr {
    if (RESERVED.has(name.text)) return this.builder.error(start.offset, `reserved identifier: ${name.text}`);
    return { kind: 'ident', id: this.#newId(name), name: qualified(start, name) };
  }

  #visitCall({ start, name, open, args }: NodeOf<'call'>): Expr {
    if (RESERVED.has(name.text)) return this.builder.error(start.offset, `reserved identifier: ${name.text}`);
    const id = this.#newId(open);
    return this.#call(id, qualified(start, name), ...args.map((arg) => this.visit(arg)));
  }

  #visitList({ open, elements }: NodeOf<'list'>): Expr {
    const id = this.#newId(open);
    const values = elements.map(({ value }) => this.visit(value));
    const optionals = elements.flatMap(({ optional }: ElementNode, i) => (optional === undefined ? [] : [i]));
    return { kind: 'list', id, elements: values, optionals };
  }

  #visitEntry({ optional, colon, key, value }: EntryNode): EntryExpr {
    return {
      id: this.#newId(colon),
      key: this.visit(key),
      value: this.visit(value),
      optional: optional !== undefined,
    };
  }

  #visitMessage({ start, names, open, fields }: NodeOf<'message'>): Expr {
    const typeName = (start.kind === '.' ? '.' : '') + names.map((name) => name.text).join('.');
    const id = this.#newId(open);
    return { kind: 'struct', id, typeName, fields: fields.flatMap((field) => this.#visitField(field)) };
  }

  #visitField({ start, optional, name: token, colon, value }: FieldNode): FieldExpr[] {
    const id = this.#newId(colon);
    const name = this.#fieldName(token, start.offset);
    return name === undefined ? [] : [{ id, name, value: this.visit(value), optional: optional !== undefined }];
  }

  #visitLiteral({ start, token }: NodeOf<'literal'>): Expr {
    try {
      return { kind: 'literal', value: literalValue(token, start.kind === '-'), id: this.#newId(start) };
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      return this.builder.error(start.offset, error.message);
    }
  }

  #call(id: number, name: string, ...args: Expr[]): Expr {
    return this.#expand(id, name, undefined, args) ?? { kind: 'call', id, name, target: undefined, args };
  }

  #expand(id: number, name: string, target: Expr | undefined, args: readonly Expr[]): Expr | undefined {
    const macro = this.macros.get(macroKey(name, args.length, target !== undefined));
    if (macro === undefined) return undefined;
    const offset = this.builder.offsets[id];
    try {
      const nothing: Expr = { kind: 'unknown', id: 0 };
      const expr = macro.expand(new MacroWriter(this.builder, offset), target ?? nothing, args);
      if (expr !== undefined) this.builder.dropId(id);
      return expr;
    } catch (error) {
      if (!(error instanceof MacroError)) throw error;
      const place = this.builder.offsets[error.exprId];
      this.builder.dropId(id);
      return this.builder.error(place, error.message);
    }
  }

  #newId(token: Token): number {
    return this.builder.newId(token.offset);
  }
}

function qualified(start: Token, name: Token): string {
  return start.kind === '.' ? `.${name.text}` : name.text;
}

/** A chain of one operator as a tree that is as flat as can be. */
function balance(
  name: string,
  chain: { exprs: readonly Expr[]; ids: readonly number[]; low: number; high: number },
): Expr {
  const { exprs, ids, low, high } = chain;
  const middle = Math.floor((low + high + 1) / 2);
  const left = middle === low ? (exprs[middle] as Expr) : balance(name, { ...chain, high: middle - 1 });
  const right = middle === high ? (exprs[middle + 1] as Expr) : balance(name, { ...chain, low: middle + 1 });
  return { kind: 'call', id: ids[middle] as number, name, target: undefined, args: [left, right] };
}
