/** A variable as the compiler knows it. */
export interface ScopeVariable {
  readonly name: string;
  readonly slot: number;
  /** Where the element type stands when a range declared the variable as its element. */
  readonly rangeSlot: number | undefined;
}

/** Variables in sight, the latest first. */
interface Sight {
  readonly variable: ScopeVariable;
  readonly before: Sight | undefined;
}

const ROOT: Sight = { variable: { name: '$', slot: 0, rangeSlot: undefined }, before: undefined };

/** The variables in sight at a place of a template, each in a slot of its own. */
export class Scope {
  private sight: Sight = ROOT;
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
    this.sight = { variable, before: this.sight };
    return variable;
  }

  /** The variable of this name; `undefined` when it was assigned to but never declared. */
  lookup(name: string): ScopeVariable | undefined {
    let at: Sight | undefined = this.sight;
    while (at !== undefined && at.variable.name !== name) at = at.before;
    return at?.variable;
  }

  /** This scope as it is now, for something compiled later. It may declare variables of its own: their slots are never reused. */
  snapshot(): Scope {
    const copy = new Scope(this.counters);
    copy.sight = this.sight;
    copy.dotRange = this.dotRange;
    return copy;
  }

  newRange(): number {
    return this.counters.ranges++;
  }

  /** Compiles something whose variables end with it. */
  block<T>(compile: () => T): T {
    const { sight, dotRange } = this;
    const result = compile();
    this.sight = sight;
    this.dotRange = dotRange;
    return result;
  }
}
