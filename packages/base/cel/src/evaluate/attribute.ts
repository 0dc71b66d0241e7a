import { CelType } from '../types/cel-type.js';
import { CelError, noSuchOverload } from '../values/cel-error.js';
import { CelOpaque } from '../values/cel-opaque.js';
import { CelOptional } from '../values/cel-optional.js';
import type { CelValue } from '../values/value.js';
import type { Frame, Step } from './frame.js';
import type { Qualifier } from './qualifier.js';

/** A variable is not there: the next reading of its name may be tried. */
export class MissingAttribute extends CelError {}

/** A value with steps into it. */
export interface Attribute {
  addQualifier(qualifier: Qualifier): void;
  /** @throws CelError */
  resolve(frame: Frame): CelValue;
}

/** Finds a variable; undefined where it has no value. */
export type ReadVariable = (frame: Frame) => CelValue | undefined;

/** What a name may refer to. */
export type FindVariable = (name: string) => ReadVariable;

interface Reading {
  readonly name: string;
  readonly read: ReadVariable;
  readonly qualifiers: Qualifier[];
}

/** A variable. As long as nothing is checked, `a.b.c` may be a variable with dots in its name: the longest wins. */
export class VariableAttribute implements Attribute {
  readonly #readings: Reading[];

  constructor(
    name: string,
    readonly findVariable: FindVariable,
    /** The type of the name, where it is one. */
    readonly findType: (name: string) => CelValue | undefined,
    readonly checked: boolean,
  ) {
    this.#readings = [{ name, read: findVariable(name), qualifiers: [] }];
  }

  addQualifier(qualifier: Qualifier): void {
    const longest = this.#readings[0];
    const { field } = qualifier;
    if (!this.checked && field !== undefined && longest?.qualifiers.length === 0) {
      const name = `${longest.name}.${field}`;
      this.#readings.unshift({ name, read: this.findVariable(name), qualifiers: [] });
    }
    const extended = this.#readings.slice(this.#readings[0] === longest ? 0 : 1);
    for (const reading of extended) reading.qualifiers.push(qualifier);
  }

  resolve(frame: Frame): CelValue {
    let missing: MissingAttribute | undefined;
    for (const reading of this.#readings) {
      try {
        return this.#resolveReading(frame, reading);
      } catch (error) {
        if (!(error instanceof MissingAttribute)) throw error;
        missing ??= error;
      }
    }
    throw missing ?? new MissingAttribute('invalid attribute');
  }

  #resolveReading(frame: Frame, { name, read, qualifiers }: Reading): CelValue {
    const value = read(frame);
    if (value !== undefined) return applyQualifiers(frame, value, qualifiers);
    const type = qualifiers.length === 0 ? this.findType(name) : undefined;
    if (type !== undefined) return type;
    throw new MissingAttribute(`no such attribute(s): ${name}`);
  }
}

/** A computed value. */
export class RelativeAttribute implements Attribute {
  readonly #qualifiers: Qualifier[] = [];

  constructor(readonly operand: Step) {}

  addQualifier(qualifier: Qualifier): void {
    this.#qualifiers.push(qualifier);
  }

  resolve(frame: Frame): CelValue {
    return applyQualifiers(frame, this.operand.evaluate(frame), this.#qualifiers);
  }
}

/** One of two values. */
export class ConditionalAttribute implements Attribute {
  constructor(
    readonly condition: Step,
    readonly then: Attribute,
    readonly otherwise: Attribute,
  ) {}

  addQualifier(qualifier: Qualifier): void {
    this.then.addQualifier(qualifier);
    this.otherwise.addQualifier(qualifier);
  }

  resolve(frame: Frame): CelValue {
    const condition = this.condition.evaluate(frame);
    if (typeof condition !== 'boolean') throw noSuchOverload();
    return condition ? this.then.resolve(frame) : this.otherwise.resolve(frame);
  }
}

/** Steps into a value. An optional is opened first; from there on all that is missing gives an empty optional. */
function applyQualifiers(frame: Frame, start: CelValue, qualifiers: readonly Qualifier[]): CelValue {
  let optional = start instanceof CelOptional;
  let value = start;
  if (start instanceof CelOptional) {
    if (start.value === undefined) return start;
    value = opened(start.value);
    const native = value instanceof CelOpaque ? value.goNative : undefined;
    if (native !== undefined) {
      const problem = new CelError(`unsupported conversion to ref.Val: ${native}`);
      if (qualifiers.length === 0) return CelOptional.failed(problem);
      throw problem;
    }
  }
  for (const qualifier of qualifiers) {
    optional ||= qualifier.optional;
    if (!optional) {
      value = qualifier.qualify(frame, value);
      continue;
    }
    const found = qualifier.qualifyIfPresent(frame, value);
    if (found === undefined) return CelOptional.none;
    value = found;
  }
  return optional ? CelOptional.of(value) : value;
}

/** What cel-go finds in an optional: of an optional in it what that holds, of a type the name. */
function opened(value: CelValue): CelValue {
  if (value instanceof CelType) return value.name;
  if (!(value instanceof CelOptional)) return value;
  return value.value === undefined ? null : opened(value.value);
}
