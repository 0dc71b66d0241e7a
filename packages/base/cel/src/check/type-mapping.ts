import { CelType, DYN } from '../types/cel-type.js';
import { sameType } from '../types/same-type.js';

/** What is known about type parameters. */
export class TypeMapping {
  readonly #types = new Map<string, CelType>();

  /** @param base what is known already, to which `commit` adds what was learned */
  constructor(readonly base?: TypeMapping) {}

  find(type: CelType): CelType | undefined {
    return type.kind === 'param' ? (this.#types.get(type.name) ?? this.base?.find(type)) : undefined;
  }

  /** Tells the base what was learned. */
  commit(): void {
    const { base } = this;
    if (base === undefined) return;
    for (const [name, type] of this.#types) base.#types.set(name, type);
  }

  set(param: CelType, type: CelType): void {
    this.#types.set(param.name, type);
  }

  /** The type with everything known put in; unknown parameters become `dyn` if so asked. */
  substitute(type: CelType, unknownToDyn = false): CelType {
    const known = this.find(type);
    if (known !== undefined) return this.substitute(known, unknownToDyn);
    if (type.kind === 'param') return unknownToDyn ? DYN : type;
    if (type.params.length === 0) return type;
    const params = type.params.map((param) => this.substitute(param, unknownToDyn));
    return new CelType(type.kind, type.name, params);
  }

  /** Whether the parameter is no part of the type, which it then may stand for. */
  #isFree(param: CelType, type: CelType): boolean {
    if (sameType(param, type)) return false;
    if (type.kind === 'param') {
      const known = this.find(type);
      return known === undefined || this.#isFree(param, known);
    }
    return type.params.every((part) => this.#isFree(param, part));
  }

  /** Tries to let the parameter stand for the type. `known`: it already stood for one. */
  bind(type: CelType, param: CelType): { valid: boolean; known: boolean } {
    if (sameType(type, param)) return { valid: true, known: true };
    const known = this.find(param);
    if (known !== undefined) {
      if (sameType(type, known)) return { valid: true, known: true };
      if (!this.isAssignable(type, known)) return { valid: false, known: true };
      const general = mostGeneral(type, known);
      if (this.#isFree(param, general)) this.set(param, general);
      return { valid: true, known: true };
    }
    if (!this.#isFree(param, type)) return { valid: false, known: false };
    this.set(param, type);
    return { valid: true, known: false };
  }

  /** Whether a value of the first type can stand where the second is asked for; learns about parameters on the way. */
  isAssignable(from: CelType, to: CelType): boolean {
    if (to.kind === 'param') {
      const { valid, known } = this.bind(from, to);
      if (valid) return true;
      if (known) return false;
    }
    if (from.kind === 'param') return this.bind(to, from).valid;
    if (isDynOrError(from) || isDynOrError(to)) return true;
    if (from.kind === 'null') return takesNull(to);
    if (to.kind === 'null') return takesNull(from);
    switch (from.kind) {
      case 'type':
        return to.kind === 'type';
      case 'opaque':
      case 'list':
      case 'map':
        return from.kind === to.kind && from.name === to.name && this.isAssignableList(from.params, to.params);
      default:
        return to.kind === 'any' || (from.kind === to.kind && from.name === to.name);
    }
  }

  isAssignableList(from: readonly CelType[], to: readonly CelType[]): boolean {
    return from.length === to.length && from.every((type, i) => this.isAssignable(type, to[i] as CelType));
  }
}

/** Whether nothing more is asked of a value of the type. */
export function isDynOrError(type: CelType): boolean {
  return isOpen(type) || type.kind === 'error';
}

function takesNull(type: CelType): boolean {
  return type.nullable || ['opaque', 'struct', 'any', 'duration', 'timestamp', 'null'].includes(type.kind);
}

/** The type of the two that takes more values. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return isNoMoreSpecific(a, b) ? a : b;
}

function isNoMoreSpecific(a: CelType, b: CelType): boolean {
  if (isOpen(a) || a.kind === 'param') return true;
  if (isOpen(b) || b.kind === 'param' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.kind !== 'opaque' && a.kind !== 'list' && a.kind !== 'map') return sameType(a, b);
  if (a.name !== b.name || a.params.length !== b.params.length) return false;
  return a.params.every((param, i) => isNoMoreSpecific(param, b.params[i] as CelType));
}

/** Whether a value of the type may be anything. */
function isOpen(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'any';
}
