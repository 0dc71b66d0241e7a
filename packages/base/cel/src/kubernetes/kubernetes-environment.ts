import { createEnvironment, type Environment } from '../environment/environment.js';
import { FIRST_MESSAGES } from '../libraries/format/clause-messages.js';
import { formatFirst } from '../libraries/format/first-format.js';
import { AUTHORIZER_LIBRARY } from '../libraries/kubernetes/authorizer.js';
import { CIDR_LIBRARY } from '../libraries/kubernetes/cidrs.js';
import { FORMAT_LIBRARY } from '../libraries/kubernetes/formats.js';
import { IP_LIBRARY } from '../libraries/kubernetes/ips.js';
import { LIST_EXTENSIONS } from '../libraries/kubernetes/list-extensions.js';
import { LISTS_LIBRARY } from '../libraries/kubernetes/lists.js';
import { QUANTITY_LIBRARY } from '../libraries/kubernetes/quantities.js';
import { REGEX_LIBRARY } from '../libraries/kubernetes/regexes.js';
import { SEMVER_LIBRARY } from '../libraries/kubernetes/semvers.js';
import { URLS_LIBRARY } from '../libraries/kubernetes/urls.js';
import { OPTIONAL_LIBRARY } from '../libraries/optional-library.js';
import { SETS_LIBRARY } from '../libraries/sets-library.js';
import { STANDARD_LIBRARY } from '../libraries/standard/standard-library.js';
import { stringsLibrary } from '../libraries/strings/strings-library.js';
import { TWO_VARIABLE_LIBRARY } from '../libraries/two-variable-library.js';
import { FIRST_TYPES, formatValidator } from '../validate/format-validator.js';
import { homogeneousValidator } from '../validate/homogeneous-validator.js';
import { LITERAL_VALIDATORS } from '../validate/literal-validators.js';

let base: Environment | undefined;

/** What expressions in Kubernetes' APIs may use, without variables. */
export function kubernetesEnvironment(): Environment {
  base ??= createEnvironment([
    { validators: [homogeneousValidator, ...LITERAL_VALIDATORS] },
    STANDARD_LIBRARY,
    URLS_LIBRARY,
    REGEX_LIBRARY,
    LISTS_LIBRARY,
    AUTHORIZER_LIBRARY,
    OPTIONAL_LIBRARY,
    QUANTITY_LIBRARY,
    stringsLibrary({
      format: formatFirst,
      validateFormat: formatValidator(FIRST_MESSAGES, FIRST_TYPES),
      reverse: false,
    }),
    SETS_LIBRARY,
    IP_LIBRARY,
    CIDR_LIBRARY,
    FORMAT_LIBRARY,
    TWO_VARIABLE_LIBRARY,
    SEMVER_LIBRARY,
    LIST_EXTENSIONS,
  ]);
  return base;
}
