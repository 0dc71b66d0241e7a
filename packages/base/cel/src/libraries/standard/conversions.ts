import { type FunctionDeclaration, globalOverload, type Overload } from '../../environment/function-declaration.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  paramType,
  STRING,
  TIMESTAMP,
  TYPE,
  typeOfType,
  UINT,
} from '../../types/cel-type.js';
import { convertTo } from '../../values/convert.js';
import { OVERLOAD_ID_NAMES } from './overload-id-names.js';

const A = paramType('A');

/** `int(x)` and the like; with a literal they are computed once. */
export const CONVERSION_FUNCTIONS: readonly FunctionDeclaration[] = [
  {
    name: 'type',
    overloads: [globalOverload('type', [A], typeOfType(A))],
    singleton: { unary: (value) => convertTo(TYPE, value) },
  },
  { name: 'dyn', overloads: [globalOverload('to_dyn', [A], DYN)], singleton: { unary: (value) => value } },
  conversion('bool', BOOL, [BOOL, STRING]),
  conversion('bytes', BYTES, [BYTES, STRING]),
  conversion('double', DOUBLE, [DOUBLE, INT, STRING, UINT]),
  conversion('duration', DURATION, [DURATION, INT, STRING]),
  conversion('int', INT, [INT, DOUBLE, DURATION, STRING, TIMESTAMP, UINT]),
  conversion('string', STRING, [STRING, BOOL, BYTES, DOUBLE, DURATION, INT, TIMESTAMP, UINT]),
  conversion('timestamp', TIMESTAMP, [TIMESTAMP, INT, STRING]),
  conversion('uint', UINT, [UINT, DOUBLE, INT, STRING]),
];

/** The names of the functions that are computed once where their argument is a literal. */
export const CONVERSION_NAMES: ReadonlySet<string> = new Set(CONVERSION_FUNCTIONS.map(({ name }) => name));

function conversion(name: string, target: CelType, sources: readonly CelType[]): FunctionDeclaration {
  const overloads = sources.map((source): Overload => {
    const id = `${OVERLOAD_ID_NAMES.get(source)}_to_${OVERLOAD_ID_NAMES.get(target)}`;
    return globalOverload(id, [source], target, { unary: (value) => convertTo(target, value) });
  });
  return { name, overloads };
}
