/** A variable as the compiler knows it. */
export interface ScopeVariable {
  readonly name: string;
  readonly slot: number;
  /** Where the element type stands when a range declared the variable as its element. */
  readonly rangeSlot: number | undefined;
}

/** The variables in sight at a place of a template, each in a slot of its own. */
export class Scope {
  private readonly variables: ScopeVariable[] = [{ name: '$', slot: 0, rangeSlot: undefined }];
  /** Shared with snapshots, so that no slot is given out twice. */
  private readonly counters: { slots: number; ranges: number };
  /** The range whose element is dot, when nothing between has set dot anew. */
  dotRange: number | undefined;

  constructor(counters = { slots: 1, ranges: 0 }) {
    this.counters = counters;
  }

  /** Declares a variable; it hides another of its name. */
  declare(name: string, rangeSlot?: number): ScopeVariable {
    const variable: ScopeVariable = { name, slot: this.counters.slots++, rangeSlot };
    this.variables.push(variable);
    return variable;
  }

  /** The variable of this name. The parser has made sure that there is one. */
  lookup(name: string): ScopeVariable | undefined {
    return this.variables.findLast((variable) => variable.name === name);
  }

  /** This scope as it is now, for something compiled later. It may declare variables of its own: their slots are never reused. */
  snapshot(): Scope {
    const copy = new Scope(this.counters);
    copy.variables.length = 0;
    copy.variables.push(...this.variables);
    copy.dotRange = this.dotRange;
    return copy;
  }

  newRange(): number {
    return this.counters.ranges++;
  }

  /** Compiles something whose variables end with it. */
  block<T>(compile: () => T): T {
    const count = this.variables.length;
    const { dotRange } = this;
    const result = compile();
    this.variables.length = count;
    this.dotRange = dotRange;
    return result;
  }

  /** Compiles something in which dot is another value. */
  withDot<T>(dotRange: number | undefined, compile: () => T): T {
    const outer = this.dotRange;
    this.dotRange = dotRange;
    const result = compile();
    this.dotRange = outer;
    return result;
  }
}
