import type { Environment } from '../environment/environment.js';
import { type CelType, INT, structType, typeOfType } from '../types/cel-type.js';
import { NULL_VALUE, wellKnownType } from '../types/well-known-types.js';

/** A name that is known. */
export interface Declared {
  readonly name: string;
  readonly type: CelType;
}

/** The variables in sight: those of the loops around, then those of the environment, then the names of types. */
export class Scopes {
  readonly #inner: Map<string, CelType>[] = [];

  constructor(readonly environment: Environment) {}

  enter(variables: Readonly<Record<string, CelType>>): void {
    this.#inner.push(new Map(Object.entries(variables)));
  }

  leave(): void {
    this.#inner.pop();
  }

  find(written: string): Declared | undefined {
    const name = stripDot(written);
    for (const scope of this.#inner.toReversed()) {
      const type = scope.get(name);
      if (type !== undefined) return { name, type };
    }
    const variable = this.environment.variables.get(name);
    if (variable !== undefined) return { name, type: variable };
    if (this.environment.provider.fieldsOf(name) !== undefined) return { name, type: typeOfType(structType(name)) };
    const type = this.environment.types.get(name);
    if (type !== undefined) return { name, type: typeOfType(type) };
    if (name === NULL_VALUE) return { name, type: INT };
    const known = wellKnownType(name);
    return known === undefined ? undefined : { name, type: typeOfType(known.type) };
  }
}

/** A name without the dot that says it is meant from the root. */
export function stripDot(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}
