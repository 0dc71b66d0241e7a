import { type Macro, macroTable } from '../macros/macro.js';
import type { CelType } from '../types/cel-type.js';
import type { AstValidator } from '../validate/validator.js';
import type { CelValue } from '../values/value.js';
import { type FunctionDeclaration, mergeFunctions } from './function-declaration.js';

/** Types with fields. */
export interface TypeProvider {
  /** The fields of a type by their names; undefined where there is no such type. */
  fieldsOf(typeName: string): ReadonlyMap<string, CelType> | undefined;
  /** What a field of a written message is where it was not set; undefined where reading it is an error. */
  readonly defaultOf?: (typeName: string, field: string) => CelValue | undefined;
}

/** Functions, types and macros that belong together. */
export interface Library {
  readonly functions?: readonly FunctionDeclaration[];
  readonly macros?: readonly Macro[];
  /** Types that can be named in expressions. */
  readonly types?: readonly CelType[];
  /** Functions that take a regular expression, and as which argument: literal ones are compiled once. */
  readonly regexArguments?: Readonly<Record<string, number>>;
  /** What is asked of expressions whose types are right. */
  readonly validators?: readonly AstValidator[];
}

/** What expressions may use. */
export interface Environment {
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly macros: ReadonlyMap<string, Macro>;
  readonly types: ReadonlyMap<string, CelType>;
  readonly variables: ReadonlyMap<string, CelType>;
  readonly regexArguments: ReadonlyMap<string, number>;
  readonly validators: readonly AstValidator[];
  readonly provider: TypeProvider;
}

const NO_STRUCTS: TypeProvider = { fieldsOf: () => undefined };

/** An environment of libraries. */
export function createEnvironment(libraries: readonly Library[]): Environment {
  const functions = new Map<string, FunctionDeclaration>();
  for (const declaration of libraries.flatMap((library) => library.functions ?? [])) {
    const known = functions.get(declaration.name);
    functions.set(declaration.name, known === undefined ? declaration : mergeFunctions(known, declaration));
  }
  const types = libraries.flatMap((library) => library.types ?? []);
  return {
    functions,
    macros: macroTable(libraries.flatMap((library) => library.macros ?? [])),
    types: new Map(types.map((type) => [type.name, type])),
    variables: new Map(),
    regexArguments: new Map(libraries.flatMap((library) => Object.entries(library.regexArguments ?? {}))),
    validators: libraries.flatMap((library) => library.validators ?? []),
    provider: NO_STRUCTS,
  };
}

/** The environment with more libraries. */
export function extendLibraries(base: Environment, libraries: readonly Library[]): Environment {
  const more = createEnvironment(libraries);
  const functions = new Map(base.functions);
  for (const declaration of more.functions.values()) {
    const known = functions.get(declaration.name);
    functions.set(declaration.name, known === undefined ? declaration : mergeFunctions(known, declaration));
  }
  return {
    ...base,
    functions,
    macros: new Map([...base.macros, ...more.macros]),
    types: new Map([...base.types, ...more.types]),
  };
}

/** The environment with more variables, and types with fields. */
export function extendEnvironment(
  base: Environment,
  variables: Readonly<Record<string, CelType>>,
  provider: TypeProvider = base.provider,
): Environment {
  return { ...base, provider, variables: new Map([...base.variables, ...Object.entries(variables)]) };
}
