import type { Expr } from '../ast/expr.js';
import { walkExpr } from '../ast/walk.js';
import type { ClauseMessages } from '../libraries/format/clause-messages.js';
import { type FormatClauses, FormatError, renderFormat } from '../libraries/format/parse-format.js';
import { DYN, type TypeKind } from '../types/cel-type.js';
import { CelError } from '../values/cel-error.js';
import type { AstValidator, Validation } from './validator.js';

/** The types each kind of clause takes. */
export type ClauseTypes = Readonly<Record<Exclude<keyof ClauseMessages, 'text'>, readonly TypeKind[]>>;

const TEXT_TYPES: readonly TypeKind[] = [
  ...(['list', 'map', 'int', 'uint', 'double', 'bool', 'string'] as const),
  ...(['timestamp', 'bytes', 'duration', 'type', 'null'] as const),
];

/** Literal formats must fit their arguments. */
export function formatValidator(messages: ClauseMessages, types: ClauseTypes): AstValidator {
  return (validation) => {
    walkExpr(validation.ast.expr, (expr) => {
      if (expr.kind !== 'call' || expr.name !== 'format' || expr.args.length !== 1) return;
      const [args] = expr.args;
      if (expr.target?.kind !== 'literal' || typeof expr.target.value !== 'string' || args?.kind !== 'list') return;
      const clauses = new CheckedClauses(validation, messages, types);
      checkFormat(expr.target.value, args.elements, { id: expr.id, clauses, report: validation.report });
    });
  };
}

function checkFormat(
  format: string,
  args: readonly Expr[],
  { id, clauses, report }: { id: number; clauses: CheckedClauses; report: Validation['report'] },
): void {
  try {
    renderFormat(format, args, clauses);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    const at = error instanceof FormatError ? (error.at as number | undefined) : undefined;
    report(at ?? id, error.message);
    return;
  }
  const seen = clauses.count;
  if (args.length > seen) {
    report(id, `too many arguments supplied to string.format (expected ${seen}, got ${args.length})`);
  }
}

/** Formats nothing, but looks at the types. */
class CheckedClauses implements FormatClauses<Expr> {
  readonly lenient = true;
  count = 0;

  constructor(
    readonly validation: Validation,
    readonly messages: ClauseMessages,
    readonly types: ClauseTypes,
  ) {}

  text(arg: Expr): string {
    this.count++;
    this.#checkText(arg);
    return '';
  }

  decimal(arg: Expr): string {
    return this.#check(arg, 'decimal');
  }

  fixed(arg: Expr): string {
    return this.#check(arg, 'fixed');
  }

  scientific(arg: Expr): string {
    return this.#check(arg, 'scientific');
  }

  binary(arg: Expr): string {
    return this.#check(arg, 'binary');
  }

  hex(arg: Expr): string {
    return this.#check(arg, 'hex');
  }

  octal(arg: Expr): string {
    return this.#check(arg, 'octal');
  }

  #check(arg: Expr, clause: keyof ClauseTypes): string {
    this.count++;
    this.#expect(arg, this.types[clause], this.messages[clause]);
    return '';
  }

  #checkText(arg: Expr): void {
    this.#expect(arg, TEXT_TYPES, this.messages.text);
    if (arg.kind === 'list') for (const element of arg.elements) this.#checkText(element);
    if (arg.kind !== 'map') return;
    for (const { key, value } of arg.entries) {
      this.#checkText(key);
      this.#checkText(value);
    }
  }

  #expect(arg: Expr, kinds: readonly TypeKind[], message: string): void {
    const type = this.validation.checked.types.get(arg.id) ?? DYN;
    if (type.kind === 'dyn' || kinds.includes(type.kind)) return;
    throw new FormatError(`${message}, was given ${type.name}`, arg.id);
  }
}

const NUMBERS = ['int', 'uint', 'double'] as const;

/** What the clauses of the first version take. */
export const FIRST_TYPES: ClauseTypes = {
  decimal: ['int', 'uint'],
  fixed: ['double', 'string'],
  scientific: ['double', 'string'],
  binary: ['bool', 'int', 'uint'],
  hex: ['int', 'uint', 'string', 'bytes'],
  octal: ['int', 'uint'],
};

/** What the clauses of the second version take. */
export const SECOND_TYPES: ClauseTypes = { ...FIRST_TYPES, decimal: NUMBERS, fixed: NUMBERS, scientific: NUMBERS };
