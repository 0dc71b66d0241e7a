import { createEnvironment, type Environment, extendEnvironment } from '../environment/environment.js';
import { ENCODERS_LIBRARY } from '../libraries/encoders-library.js';
import { SECOND_MESSAGES } from '../libraries/format/clause-messages.js';
import { formatSecond } from '../libraries/format/second-format.js';
import { OPTIONAL_LIBRARY } from '../libraries/optional-library.js';
import { SETS_LIBRARY } from '../libraries/sets-library.js';
import { STANDARD_LIBRARY } from '../libraries/standard/standard-library.js';
import { stringsLibrary } from '../libraries/strings/strings-library.js';
import { DYN, mapType, STRING } from '../types/cel-type.js';
import { formatValidator, SECOND_TYPES } from '../validate/format-validator.js';
import { homogeneousValidator } from '../validate/homogeneous-validator.js';

let base: Environment | undefined;

/** What Flux' expressions may use, and the variables given, which are objects. */
export function fluxEnvironment(variables: readonly string[]): Environment {
  base ??= createEnvironment([
    { validators: [homogeneousValidator] },
    STANDARD_LIBRARY,
    OPTIONAL_LIBRARY,
    stringsLibrary({
      format: formatSecond,
      validateFormat: formatValidator(SECOND_MESSAGES, SECOND_TYPES),
      reverse: true,
    }),
    SETS_LIBRARY,
    ENCODERS_LIBRARY,
  ]);
  const object = mapType(STRING, DYN);
  return extendEnvironment(base, Object.fromEntries(variables.map((name) => [name, object])));
}
