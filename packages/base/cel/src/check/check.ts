import type { Ast, Call, Comprehension, Expr, Select } from '../ast/expr.js';
import { OPERATORS } from '../ast/operators.js';
import { qualifiedName } from '../ast/qualified-name.js';
import { MAX_VISITS, TOO_LARGE } from '../ast/size-limit.js';
import type { Environment } from '../environment/environment.js';
import { type FunctionDeclaration, type Overload, typeParamsOf } from '../environment/function-declaration.js';
import type { Issues } from '../source/issues.js';
import { NO_PLACE, placeOf } from '../source/source.js';
import {
  BOOL,
  CelType,
  DYN,
  ERROR,
  INT,
  listType,
  mapType,
  optionalType,
  paramOf,
  paramType,
} from '../types/cel-type.js';
import { sameType } from '../types/same-type.js';
import { showSignature, showType } from '../types/show-type.js';
import { wellKnownType } from '../types/well-known-types.js';
import { typeOf } from '../values/value.js';
import type { CheckedTypes, Reference } from './references.js';
import { type Declared, Scopes, stripDot } from './scopes.js';
import { isDynOrError, mostGeneral, TypeMapping } from './type-mapping.js';

type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** Finds the types of all parts of an expression; what does not fit becomes an issue. */
export function checkAst(ast: Ast, environment: Environment, issues: Issues): CheckedTypes {
  const checker = new Checker(ast, environment, issues);
  checker.check(ast.expr);
  return checker.result();
}

class Checker {
  readonly #types = new Map<number, CelType>();
  readonly #references = new Map<number, Reference>();
  readonly #scopes: Scopes;
  readonly #mapping = new TypeMapping();
  #freeTypes = 0;
  #visits = 0;

  constructor(
    readonly ast: Ast,
    readonly environment: Environment,
    readonly issues: Issues,
  ) {
    this.#scopes = new Scopes(environment);
  }

  result(): CheckedTypes {
    const types = new Map([...this.#types].map(([id, type]) => [id, this.#mapping.substitute(type, true)]));
    return { types, references: this.#references };
  }

  check(expr: Expr): CelType {
    if (++this.#visits > MAX_VISITS) return this.#refuseSize(expr);
    const type = this.#typeOf(expr);
    const known = this.#types.get(expr.id);
    if (known === undefined || sameType(known, type)) this.#types.set(expr.id, type);
    return this.#types.get(expr.id) ?? type;
  }

  #refuseSize(expr: Expr): CelType {
    if (this.#visits === MAX_VISITS + 1) this.#report(expr.id, TOO_LARGE);
    return ERROR;
  }

  #typeOf(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return typeOf(expr.value);
      case 'ident':
        return this.#checkIdent(expr);
      case 'select':
        return this.#checkSelect(expr);
      case 'call':
        return expr.name === OPERATORS.optionalSelect ? this.#checkOptionalSelect(expr) : this.#checkCall(expr);
      case 'list':
        return this.#checkList(expr);
      case 'map':
        return this.#checkMap(expr);
      case 'struct':
        return this.#checkStruct(expr);
      case 'comprehension':
        return this.#checkComprehension(expr);
      default:
        return ERROR;
    }
  }

  #checkIdent(expr: ExprOf<'ident'>): CelType {
    const declared = this.#scopes.find(expr.name);
    if (declared !== undefined) return this.#refer(expr.id, declared);
    this.#report(expr.id, `undeclared reference to '${expr.name}' (in container '')`);
    return ERROR;
  }

  #refer(id: number, { name, type }: Declared): CelType {
    this.#references.set(id, { kind: 'variable', name });
    return type;
  }

  #checkSelect(expr: Select): CelType {
    const name = qualifiedName(expr);
    const declared = name === undefined ? undefined : this.#scopes.find(name);
    if (declared !== undefined) return this.#refer(expr.id, declared);
    const type = this.#checkField(expr.id, expr.operand, expr.field, false);
    return expr.test ? BOOL : this.#mapping.substitute(type);
  }

  #checkOptionalSelect(expr: Call): CelType {
    const [operand, field] = expr.args;
    if (operand === undefined || field?.kind !== 'literal' || typeof field.value !== 'string') return ERROR;
    const type = this.#checkField(expr.id, operand, field.value, true);
    const overloadIds = ['select_optional_field'];
    this.#references.set(expr.id, { kind: 'function', name: expr.name, overloadIds, qualified: false });
    return this.#mapping.substitute(type);
  }

  #checkField(id: number, operand: Expr, field: string, optional: boolean): CelType {
    const operandType = this.#mapping.substitute(this.check(operand));
    const isOptional = isOptionalType(operandType);
    const target = isOptional ? paramOf(operandType, 0) : operandType;
    const type = this.#fieldType(id, target, field);
    return isOptional || optional ? optionalType(type) : type;
  }

  #fieldType(id: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case 'map':
        return paramOf(target, 1);
      case 'struct':
        return this.#structField(id, target.name, field);
      case 'param':
        this.#isAssignable(DYN, target);
        return DYN;
      default:
        if (!isDynOrError(target)) {
          this.#report(id, `type '${showType(target)}' does not support field selection`);
        }
        return DYN;
    }
  }

  #structField(id: number, typeName: string, field: string): CelType {
    const fields = this.environment.provider.fieldsOf(typeName) ?? wellKnownType(typeName)?.fields;
    if (fields === undefined) this.#report(id, `unexpected failed resolution of '${typeName}'`);
    else if (!fields.has(field)) this.#report(id, `undefined field '${field}'`);
    return fields?.get(field) ?? ERROR;
  }

  #checkCall(expr: Call): CelType {
    for (const arg of expr.args) this.check(arg);
    const { target } = expr;
    if (target === undefined) {
      const declared = this.environment.functions.get(stripDot(expr.name));
      return declared === undefined ? this.#undeclared(expr) : this.#resolve(expr, declared, expr.args, false);
    }
    const prefix = qualifiedName(target);
    const named = prefix === undefined ? undefined : this.#findFunction(`${prefix}.${expr.name}`);
    if (named !== undefined) return this.#resolve(expr, named, expr.args, false);
    this.check(target);
    const declared = this.#findFunction(expr.name);
    return declared === undefined
      ? this.#undeclared(expr)
      : this.#resolve(expr, declared, [target, ...expr.args], true);
  }

  #findFunction(name: string): FunctionDeclaration | undefined {
    return this.environment.functions.get(stripDot(name));
  }

  #undeclared(expr: Call): CelType {
    this.#report(expr.id, `undeclared reference to '${expr.name}' (in container '')`);
    return ERROR;
  }

  #resolve(call: Call, declared: FunctionDeclaration, args: readonly Expr[], member: boolean): CelType {
    if (declared.name === OPERATORS.and || declared.name === OPERATORS.or) return this.#resolveLogic(call, declared);
    const argTypes = args.map((arg) => this.#types.get(arg.id) ?? ERROR);
    const overloadIds: string[] = [];
    let result: CelType | undefined;
    for (const overload of declared.overloads) {
      if (overload.member !== member) continue;
      const { params, type } = this.#instantiate(overload);
      if (!this.#isAssignableList(argTypes, params)) continue;
      overloadIds.push(overload.id);
      const candidate = this.#mapping.substitute(type);
      if (result === undefined) result = candidate;
      else if (result.kind !== 'dyn' && !sameType(candidate, result)) result = DYN;
    }
    if (result === undefined) {
      const shown = argTypes.map((type) => this.#mapping.substitute(type, true));
      const signature = showSignature(shown, member);
      this.#report(call.id, `found no matching overload for '${declared.name}' applied to '${signature}'`);
      return ERROR;
    }
    const qualified = call.target !== undefined && !member;
    this.#references.set(call.id, { kind: 'function', name: declared.name, overloadIds, qualified });
    return result;
  }

  #resolveLogic(call: Call, declared: FunctionDeclaration): CelType {
    let valid = true;
    for (const arg of call.args) {
      const type = this.#types.get(arg.id) ?? ERROR;
      if (this.#isAssignable(type, BOOL)) continue;
      this.#report(arg.id, `expected type 'bool' but found '${showType(type)}'`);
      valid = false;
    }
    if (!valid) return ERROR;
    const overloadIds = declared.overloads.map(({ id }) => id);
    this.#references.set(call.id, { kind: 'function', name: declared.name, overloadIds, qualified: false });
    return BOOL;
  }

  /** A version of a function with type parameters of its own. */
  #instantiate(overload: Overload): { params: readonly CelType[]; type: CelType } {
    const names = typeParamsOf(overload);
    if (names.size === 0) return { params: overload.args, type: overload.result };
    const fresh = new TypeMapping();
    for (const name of names) fresh.set(paramType(name), this.#newTypeParam());
    return { params: overload.args.map((arg) => fresh.substitute(arg)), type: fresh.substitute(overload.result) };
  }

  #checkList(expr: ExprOf<'list'>): CelType {
    let elementType: CelType | undefined;
    for (const [i, element] of expr.elements.entries()) {
      const checked = this.check(element);
      const type = expr.optionals.includes(i) ? this.#unwrapOptional(element, checked) : checked;
      elementType = this.#join(elementType, type);
    }
    return listType(elementType ?? this.#newTypeParam());
  }

  #checkMap(expr: ExprOf<'map'>): CelType {
    let keyType: CelType | undefined;
    let valueType: CelType | undefined;
    for (const { key, value, optional } of expr.entries) {
      keyType = this.#join(keyType, this.check(key));
      const checked = this.check(value);
      valueType = this.#join(valueType, optional ? this.#unwrapOptional(value, checked) : checked);
    }
    if (keyType !== undefined && valueType !== undefined) return mapType(keyType, valueType);
    return mapType(this.#newTypeParam(), this.#newTypeParam());
  }

  #unwrapOptional(expr: Expr, type: CelType): CelType {
    if (isOptionalType(type)) return paramOf(type, 0);
    if (type.kind !== 'dyn') this.#reportMismatch(expr.id, optionalType(type), type);
    return type;
  }

  #join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    return this.#isAssignable(previous, current) ? mostGeneral(previous, current) : DYN;
  }

  #checkStruct(expr: ExprOf<'struct'>): CelType {
    const declared = this.#scopes.find(expr.typeName);
    if (declared === undefined) {
      this.#report(expr.id, `undeclared reference to '${expr.typeName}' (in container '')`);
      return ERROR;
    }
    const type = this.#structType(expr.id, declared);
    const typeName = type.kind === 'error' ? declared.name : messageName(type, declared.name);
    this.#references.set(expr.id, { kind: 'variable', name: declared.name });
    for (const { id, name, value, optional } of expr.fields) {
      const checked = this.check(value);
      const fieldType = this.#structField(id, typeName, name);
      const valueType = optional ? this.#unwrapOptional(value, checked) : checked;
      if (this.#isAssignable(fieldType, valueType)) continue;
      const [wanted, given] = [showType(fieldType), showType(valueType)];
      this.#report(id, `expected type of field '${name}' is '${wanted}' but provided type is '${given}'`);
    }
    return type;
  }

  #structType(id: number, { name, type }: Declared): CelType {
    if (type.kind === 'error') return ERROR;
    if (type.kind !== 'type') {
      this.#report(id, `'${type.name}' is not a type`);
      return ERROR;
    }
    const struct = paramOf(type, 0);
    if (struct.kind === 'struct' || wellKnownType(name) !== undefined) return struct;
    this.#report(id, `'${struct.name}' is not a message type`);
    return ERROR;
  }

  #checkComprehension(expr: Comprehension): CelType {
    const rangeType = this.check(expr.range);
    const accumulatorType = this.check(expr.initial);
    const [first, second] = this.#variableTypes(expr, this.#mapping.substitute(rangeType));
    this.#scopes.enter({ [expr.accumulator]: accumulatorType });
    this.#scopes.enter({
      [expr.variable]: first,
      ...(expr.secondVariable === undefined ? {} : { [expr.secondVariable]: second }),
    });
    this.check(expr.condition);
    this.#expect(expr.condition, BOOL);
    this.check(expr.step);
    this.#expect(expr.step, accumulatorType);
    this.#scopes.leave();
    const type = this.check(expr.result);
    this.#scopes.leave();
    return this.#mapping.substitute(type);
  }

  #variableTypes({ range, secondVariable }: Comprehension, rangeType: CelType): readonly [CelType, CelType] {
    switch (rangeType.kind) {
      case 'list': {
        const element = paramOf(rangeType, 0);
        return secondVariable === undefined ? [element, DYN] : [INT, element];
      }
      case 'map':
        return [paramOf(rangeType, 0), paramOf(rangeType, 1)];
      case 'dyn':
      case 'error':
      case 'param':
        this.#isAssignable(DYN, rangeType);
        return [DYN, DYN];
      default: {
        const must = 'must be list, map, or dynamic';
        const shown = showType(rangeType);
        this.#report(range.id, `expression of type '${shown}' cannot be range of a comprehension (${must})`);
        return [ERROR, ERROR];
      }
    }
  }

  #expect(expr: Expr, type: CelType): void {
    const found = this.#types.get(expr.id) ?? ERROR;
    if (!this.#isAssignable(type, found)) this.#reportMismatch(expr.id, type, found);
  }

  #newTypeParam(): CelType {
    return paramType(`_var${this.#freeTypes++}`);
  }

  #isAssignable(from: CelType, to: CelType): boolean {
    return this.#isAssignableList([from], [to]);
  }

  /** What is learned on the way to a refusal is forgotten. */
  #isAssignableList(from: readonly CelType[], to: readonly CelType[]): boolean {
    const mapping = new TypeMapping(this.#mapping);
    if (!mapping.isAssignableList(from, to)) return false;
    mapping.commit();
    return true;
  }

  #reportMismatch(id: number, expected: CelType, found: CelType): void {
    this.#report(id, `expected type '${showType(expected)}' but found '${showType(found)}'`);
  }

  #report(id: number, message: string): void {
    const offset = this.ast.offsets[id];
    this.issues.add(offset === undefined ? NO_PLACE : placeOf(this.issues.source, offset), message);
  }
}

function isOptionalType(type: CelType): boolean {
  return type instanceof CelType && type.kind === 'opaque' && type.name === 'optional_type';
}

/** The name under which the fields of a message are known. */
function messageName(type: CelType, written: string): string {
  return wellKnownType(written) === undefined ? type.name : written;
}
