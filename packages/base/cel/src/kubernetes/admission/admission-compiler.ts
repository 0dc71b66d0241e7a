import { type CompiledExpression, compileExpression } from '../../compile.js';
import { type Environment, extendEnvironment, extendLibraries } from '../../environment/environment.js';
import { AUTHORIZER, RESOURCE_CHECK } from '../../libraries/kubernetes/authorizer.js';
import { createProgram, type Program } from '../../program.js';
import { BOOL, type CelType, DYN, listType, mapType, NULL, paramOf, STRING, structType } from '../../types/cel-type.js';
import { sameType } from '../../types/same-type.js';
import { CelError } from '../../values/cel-error.js';
import { kubernetesCallCost } from '../cost/call-cost.js';
import { kubernetesEnvironment } from '../kubernetes-environment.js';
import { ADMISSION_STRUCTS, NAMESPACE, REQUEST } from './admission-types.js';
import { JSON_PATCH_LIST, OBJECT, PATCH_LIBRARY, patchDefaultOf, patchFieldsOf } from './patch-types.js';

/** What an expression must come to. */
export type AdmissionOutput = 'bool' | 'string' | 'string or null' | 'object' | 'patch' | 'any';

const OUTPUTS: Readonly<Record<AdmissionOutput, readonly CelType[] | undefined>> = {
  bool: [BOOL],
  string: [STRING],
  'string or null': [STRING, NULL],
  object: [OBJECT],
  patch: [JSON_PATCH_LIST],
  any: undefined,
};

/** An expression of a policy or of a webhook. */
export interface AdmissionExpression {
  readonly text: string;
  /** Why it cannot be evaluated. */
  readonly problem: string | undefined;
  readonly program: Program | undefined;
}

/** What expressions may use. */
export interface AdmissionCompilerOptions {
  /** Whether there are `params`. */
  readonly hasParams: boolean;
  /** Whether there is an `authorizer`. @default true */
  readonly hasAuthorizer?: boolean;
  /** Whether there are `variables`. @default true */
  readonly hasVariables?: boolean;
}

const VARIABLES = structType('kubernetes.variables');

/** Compiles the expressions of one policy, whose variables each expression after them may use. */
export class AdmissionCompiler {
  readonly #types = new Map<string, CelType>();
  readonly #variables = new Map<string, AdmissionExpression>();
  readonly #environment: Environment;
  readonly #quiet: Environment;
  readonly #patching: Environment;

  constructor({ hasParams, hasAuthorizer = true, hasVariables = true }: AdmissionCompilerOptions) {
    const fieldsOf = (name: string) => (name === VARIABLES.name ? this.#types : ADMISSION_STRUCTS.get(name));
    const known = {
      object: DYN,
      oldObject: DYN,
      namespaceObject: NAMESPACE,
      request: REQUEST,
      ...(hasParams ? { params: DYN } : {}),
      ...(hasVariables ? { variables: VARIABLES } : {}),
    };
    const asking = hasAuthorizer ? { authorizer: AUTHORIZER, 'authorizer.requestResource': RESOURCE_CHECK } : {};
    const base = kubernetesEnvironment();
    this.#quiet = extendEnvironment(base, known, { fieldsOf });
    this.#environment = extendEnvironment(base, { ...known, ...asking }, { fieldsOf });
    this.#patching = extendEnvironment(
      extendLibraries(base, [PATCH_LIBRARY]),
      { ...known, ...asking },
      { fieldsOf: (name) => patchFieldsOf(name) ?? fieldsOf(name), defaultOf: patchDefaultOf },
    );
  }

  /** The variables that were declared, in their order. */
  get variables(): ReadonlyMap<string, AdmissionExpression> {
    return this.#variables;
  }

  /** Compiles a variable; a broken one is an error only where it is used. */
  declare(name: string, text: string): AdmissionExpression {
    const { expression, type } = compileIn(this.#environment, text, 'any');
    this.#types.set(name, rememberedType(type));
    this.#variables.set(name, expression);
    return expression;
  }

  compile(text: string, output: AdmissionOutput): AdmissionExpression {
    const isPatch = output === 'object' || output === 'patch';
    return compileIn(isPatch ? this.#patching : this.#environment, text, output).expression;
  }

  /** Compiles an expression that must not ask what anybody may do: one that writes a message. */
  compileMessage(text: string): AdmissionExpression {
    return compileIn(this.#quiet, text, 'string').expression;
  }
}

function compileIn(
  environment: Environment,
  text: string,
  output: AdmissionOutput,
): { readonly expression: AdmissionExpression; readonly type: CelType } {
  const broken = (problem: string) => ({ expression: { text, problem, program: undefined }, type: DYN });
  const compiled = compileExpression(text, environment);
  if (compiled.issues.count > 0) return broken(`compilation failed: ${compiled.issues.render()}`);
  const problem = outputProblem(compiled.type, OUTPUTS[output]);
  if (problem !== undefined) return broken(problem);
  return { expression: prepare(compiled, environment), type: compiled.type };
}

function outputProblem(type: CelType, wanted: readonly CelType[] | undefined): string | undefined {
  if (wanted === undefined || wanted.some((candidate) => sameType(candidate, type))) return undefined;
  const shown = wanted.map(nameOf);
  const must = shown.length === 1 ? shown[0] : `one of [${shown.join(' ')}]`;
  return `must evaluate to ${must} but got ${nameOf(type)}`;
}

/** A type by the name that it has as a value. */
function nameOf(type: CelType): string {
  if (type.nullable || type.params.length === 0) return type.name;
  return `${type.name}(${type.params.map(nameOf).join(', ')})`;
}

function prepare(compiled: CompiledExpression, environment: Environment): AdmissionExpression {
  const { text } = compiled.issues.source;
  try {
    const program = createProgram(compiled, environment, { callCost: kubernetesCallCost });
    return { text, problem: undefined, program };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { text, problem: `program instantiation failed: ${error.message}`, program: undefined };
  }
}

/** The type of a variable as those after it know it: of the types of variables not all are remembered. */
export function rememberedType(type: CelType): CelType {
  switch (type.kind) {
    case 'list':
      return listType(rememberedType(paramOf(type, 0)));
    case 'map':
      return mapType(rememberedType(paramOf(type, 0)), rememberedType(paramOf(type, 1)));
    case 'struct':
    case 'opaque':
    case 'param':
    case 'type':
    case 'error':
      return DYN;
    default:
      return type;
  }
}
