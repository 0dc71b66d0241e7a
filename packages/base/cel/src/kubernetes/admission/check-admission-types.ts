import { compileExpression } from '../../compile.js';
import { type Environment, extendEnvironment } from '../../environment/environment.js';
import { AUTHORIZER } from '../../libraries/kubernetes/authorizer.js';
import { type CelType, DYN, structType } from '../../types/cel-type.js';
import { kubernetesEnvironment } from '../kubernetes-environment.js';
import { type DeclaredType, declareType, structsOf } from '../schema/declared-type.js';
import type { RuleSchema } from '../schema/rule-schema.js';
import { rememberedType } from './admission-compiler.js';
import { ADMISSION_STRUCTS, NAMESPACE, REQUEST } from './admission-types.js';

/** A kind of object that expressions of admission are checked against. */
export interface CheckedKind {
  readonly kind: string;
  readonly schema: RuleSchema;
}

/** What the expressions of a policy are about. */
export interface CheckedAdmission {
  readonly object: CheckedKind;
  /** Absent where there are no params; without a schema they may be anything. */
  readonly params?: { readonly kind: string; readonly schema?: RuleSchema | undefined } | undefined;
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
}

const VARIABLES = structType('kubernetes.variables');

/**
 * A check of expressions against the types of what they are about, as the controller manager does it once a policy is there. What it
 * finds keeps no policy from working.
 *
 * @returns what is wrong with an expression, in the words of the compiler; `undefined` when nothing is.
 */
export function admissionTypeChecker(about: CheckedAdmission): (expression: string) => string | undefined {
  const environment = typedEnvironment(about);
  return (expression) => {
    const { issues } = compileExpression(expression, environment);
    return issues.count > 0 ? issues.render() : undefined;
  };
}

function typedEnvironment({ object, params, variables }: CheckedAdmission): Environment {
  const objectType = declareType(object.schema, true, object.kind);
  const paramsType =
    params?.schema === undefined ? undefined : declareType(params.schema, true, `params.${params.kind}`);
  const structs = new Map([...ADMISSION_STRUCTS, ...fieldsIn(objectType), ...fieldsIn(paramsType)]);
  const known = new Map<string, CelType>();
  const fieldsOf = (name: string) => (name === VARIABLES.name ? known : structs.get(name));
  const environment = extendEnvironment(
    kubernetesEnvironment(),
    {
      object: objectType?.type ?? DYN,
      oldObject: objectType?.type ?? DYN,
      namespaceObject: NAMESPACE,
      request: REQUEST,
      variables: VARIABLES,
      authorizer: AUTHORIZER,
      ...(params === undefined ? {} : { params: paramsType?.type ?? DYN }),
    },
    { fieldsOf },
  );
  // Each variable may use those before it.
  for (const { name, expression } of variables) {
    const { issues, type } = compileExpression(expression, environment);
    known.set(name, issues.count > 0 ? DYN : rememberedType(type));
  }
  return environment;
}

function fieldsIn(type: DeclaredType | undefined): ReadonlyMap<string, ReadonlyMap<string, CelType>> {
  return type === undefined ? new Map() : structsOf(type);
}
