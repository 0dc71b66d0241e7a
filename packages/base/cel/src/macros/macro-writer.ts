import { ACCUMULATOR, type AstBuilder } from '../ast/ast-builder.js';
import type { Comprehension, Expr } from '../ast/expr.js';
import { MAX_VISITS, TOO_LARGE } from '../ast/size-limit.js';
import type { CelValue } from '../values/value.js';
import { MacroError } from './macro.js';

/** Writes the expressions a macro stands for; each is given the place of the macro. */
export class MacroWriter {
  constructor(
    readonly builder: AstBuilder,
    readonly offset: number | undefined,
  ) {}

  literal(value: CelValue): Expr {
    return { kind: 'literal', id: this.#newId(), value };
  }

  ident(name: string): Expr {
    return { kind: 'ident', id: this.#newId(), name };
  }

  accumulator(): Expr {
    return this.ident(ACCUMULATOR);
  }

  list(...elements: Expr[]): Expr {
    return { kind: 'list', id: this.#newId(), elements, optionals: [] };
  }

  emptyMap(): Expr {
    return { kind: 'map', id: this.#newId(), entries: [] };
  }

  call(name: string, ...args: Expr[]): Expr {
    return { kind: 'call', id: this.#newId(), name, target: undefined, args };
  }

  memberCall(name: string, target: Expr, ...args: Expr[]): Expr {
    return { kind: 'call', id: this.#newId(), name, target, args };
  }

  presence(operand: Expr, field: string): Expr {
    return { kind: 'select', id: this.#newId(), operand, field, test: true };
  }

  comprehension(parts: Omit<Comprehension, 'kind' | 'id'>): Expr {
    return { kind: 'comprehension', id: this.#newId(), ...parts };
  }

  /** The same expression once more, with ids of its own. @throws MacroError where copies of copies have become too many */
  copy(expr: Expr): Expr {
    if (++this.builder.copies > MAX_VISITS) throw new MacroError(expr.id, TOO_LARGE);
    const id = this.builder.newId(this.builder.offsets[expr.id]);
    switch (expr.kind) {
      case 'unknown':
      case 'literal':
      case 'ident':
        return { ...expr, id };
      case 'select':
        return { ...expr, id, operand: this.copy(expr.operand) };
      case 'call':
        return this.#copyCall(id, expr);
      case 'list':
        return { ...expr, id, elements: expr.elements.map((element) => this.copy(element)) };
      case 'map':
        return {
          ...expr,
          id,
          entries: expr.entries.map((entry) => ({
            id: this.#newId(),
            key: this.copy(entry.key),
            value: this.copy(entry.value),
            optional: entry.optional,
          })),
        };
      case 'struct':
        return {
          ...expr,
          id,
          fields: expr.fields.map((field) => ({ ...field, id: this.#newId(), value: this.copy(field.value) })),
        };
      case 'comprehension':
        return this.#copyComprehension(id, expr);
    }
  }

  #copyCall(id: number, expr: Extract<Expr, { kind: 'call' }>): Expr {
    const args = expr.args.map((arg) => this.copy(arg));
    return { ...expr, id, args, target: expr.target === undefined ? undefined : this.copy(expr.target) };
  }

  #copyComprehension(id: number, expr: Comprehension): Expr {
    return {
      ...expr,
      id,
      range: this.copy(expr.range),
      initial: this.copy(expr.initial),
      condition: this.copy(expr.condition),
      step: this.copy(expr.step),
      result: this.copy(expr.result),
    };
  }

  #newId(): number {
    return this.builder.newId(this.offset);
  }
}
