import type { GoFunction } from './go-function.js';

/** The functions of a set of templates by name. */
export class FunctionTable {
  private readonly functions: ReadonlyMap<string, GoFunction>;

  /** Merges lists of functions. @throws Error when two have the same name */
  constructor(...lists: readonly (readonly GoFunction[])[]) {
    const functions = new Map<string, GoFunction>();
    for (const list of lists) {
      for (const definition of list) {
        if (functions.has(definition.name)) throw new Error(`two template functions are named ${definition.name}`);
        functions.set(definition.name, definition);
      }
    }
    this.functions = functions;
  }

  get(name: string): GoFunction | undefined {
    return this.functions.get(name);
  }

  has(name: string): boolean {
    return this.functions.has(name);
  }

  /** A table in which these functions take the place of others of their names. */
  overriddenBy(definitions: readonly GoFunction[]): FunctionTable {
    const names = new Set(definitions.map(({ name }) => name));
    return new FunctionTable(
      this.all().filter(({ name }) => !names.has(name)),
      definitions,
    );
  }

  /** A table without these functions. */
  without(names: readonly string[]): FunctionTable {
    return new FunctionTable(this.all().filter(({ name }) => !names.includes(name)));
  }

  all(): readonly GoFunction[] {
    return [...this.functions.values()];
  }
}
