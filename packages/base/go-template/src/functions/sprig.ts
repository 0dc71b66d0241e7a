import { builtinFunctions } from './builtins.js';
import { cryptoFunctions } from './crypto.js';
import { dateFunctions } from './dates.js';
import { defaultFunctions } from './defaults.js';
import { dictFunctions } from './dicts.js';
import { flowFunctions } from './flow.js';
import { FunctionTable } from './function-table.js';
import { listFunctions } from './lists.js';
import { mathFunctions } from './math.js';
import { networkFunctions } from './network.js';
import { pathFunctions } from './paths.js';
import { randomFunctions } from './random-functions.js';
import { reflectionFunctions } from './reflection.js';
import { regexFunctions } from './regex-functions.js';
import { semverFunctions } from './semver.js';
import { stringFunctions } from './strings.js';
import { urlFunctions } from './urls.js';

/** The functions of text/template itself. */
export const builtinTable = new FunctionTable(builtinFunctions);

/** Those and sprig's, one list per topic. `slice` is sprig's. `env` and `expandenv` are left out: nothing here sees the environment. */
export const sprigTable = builtinTable.overriddenBy([
  ...new FunctionTable(
    cryptoFunctions,
    dateFunctions,
    defaultFunctions,
    dictFunctions,
    flowFunctions,
    listFunctions,
    mathFunctions,
    networkFunctions,
    pathFunctions,
    randomFunctions,
    reflectionFunctions,
    regexFunctions,
    semverFunctions,
    stringFunctions,
    urlFunctions,
  ).all(),
]);
