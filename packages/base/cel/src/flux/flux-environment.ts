import { createEnvironment, type Environment, extendEnvironment } from '../environment/environment.js';
import { ENCODERS_LIBRARY } from '../libraries/encoders-library.js';
import { formatSecond } from '../libraries/format/second-format.js';
import { OPTIONAL_LIBRARY } from '../libraries/optional-library.js';
import { SETS_LIBRARY } from '../libraries/sets-library.js';
import { STANDARD_LIBRARY } from '../libraries/standard/standard-library.js';
import { stringsLibrary } from '../libraries/strings/strings-library.js';
import { DYN, mapType, STRING } from '../types/cel-type.js';

let base: Environment | undefined;

/** What Flux' expressions may use, and the variables given, which are objects. */
export function fluxEnvironment(variables: readonly string[]): Environment {
  base ??= createEnvironment([
    STANDARD_LIBRARY,
    OPTIONAL_LIBRARY,
    stringsLibrary(formatSecond, { reverse: true }),
    SETS_LIBRARY,
    ENCODERS_LIBRARY,
  ]);
  const object = mapType(STRING, DYN);
  return extendEnvironment(base, Object.fromEntries(variables.map((name) => [name, object])));
}
