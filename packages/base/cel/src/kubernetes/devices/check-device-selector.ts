import { compileExpression } from '../../compile.js';
import { type Environment, extendEnvironment, extendLibraries } from '../../environment/environment.js';
import { QUANTITY } from '../../libraries/kubernetes/quantities.js';
import { BIND_MACRO } from '../../macros/bind-macro.js';
import { createProgram } from '../../program.js';
import { BOOL, CelType, mapType, STRING, structType } from '../../types/cel-type.js';
import { showType } from '../../types/show-type.js';
import { CelError } from '../../values/cel-error.js';
import { kubernetesCallCost } from '../cost/call-cost.js';
import { estimateCost } from '../cost/estimate-cost.js';
import { CALL_COST_LIMIT } from '../cost/limits.js';
import { kubernetesEnvironment } from '../kubernetes-environment.js';
import { type DeclaredType, structsOf } from '../schema/declared-type.js';

/** Why an expression does not choose devices. */
export type DeviceSelectorProblem =
  | { readonly kind: 'invalid' | 'internal'; readonly message: string }
  /** It could cost more than is allowed. */
  | { readonly kind: 'costly' };

const ANY = new CelType('any', 'any');
const MAX_ENTRIES = 32;
const MAX_VALUE_LENGTH = 64;

const DOMAIN = leaf(STRING, 63);
const ID = leaf(STRING, 32);
const ATTRIBUTE = leaf(ANY, MAX_VALUE_LENGTH);

/** What an expression knows of a device: each attribute and capacity is found by its domain, then by its name. */
const DEVICE: DeclaredType = {
  type: structType('kubernetes.DRADevice'),
  fields: new Map([
    ['allowMultipleAllocations', leaf(BOOL, 1)],
    ['driver', leaf(STRING, 63)],
    ['attributes', mapOf(DOMAIN, { ...mapOf(ID, ATTRIBUTE), otherFields: ATTRIBUTE })],
    ['capacity', mapOf(DOMAIN, mapOf(ID, leaf(QUANTITY, 0)))],
  ]),
  maxElements: 0,
  minSize: 0,
};

function leaf(type: CelType, maxElements: number): DeclaredType {
  return { type, maxElements, minSize: 0 };
}

function mapOf(keys: DeclaredType, elements: DeclaredType): DeclaredType {
  return { type: mapType(keys.type, elements.type), keys, elements, maxElements: MAX_ENTRIES, minSize: 0 };
}

let environment: Environment | undefined;

function deviceEnvironment(): Environment {
  if (environment === undefined) {
    const structs = structsOf(DEVICE);
    const base = extendLibraries(kubernetesEnvironment(), [{ macros: [BIND_MACRO] }]);
    environment = extendEnvironment(base, { device: DEVICE.type }, { fieldsOf: (name) => structs.get(name) });
  }
  return environment;
}

/** What is wrong with an expression that is to say of a `device` whether it is meant; undefined where it says so. */
export function checkDeviceSelector(text: string): DeviceSelectorProblem | undefined {
  const expression = compileExpression(text, deviceEnvironment());
  if (expression.issues.count > 0)
    return { kind: 'invalid', message: `compilation failed: ${expression.issues.render()}` };
  if (expression.type.kind !== 'bool' && expression.type.kind !== 'any') {
    const message = `must evaluate to bool or the unknown type, not ${showType(expression.type)}`;
    return { kind: 'invalid', message };
  }
  try {
    createProgram(expression, deviceEnvironment(), { callCost: kubernetesCallCost });
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { kind: 'internal', message: `program instantiation failed: ${error.message}` };
  }
  return estimateCost(expression, DEVICE).max > CALL_COST_LIMIT ? { kind: 'costly' } : undefined;
}
