import {
  checkDns1123Label,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  validateDomainPrefixedPath,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';
import { checkObjectReference } from './check-object-reference.js';

interface ParametersDraft {
  apiGroup?: string;
  kind: string;
  name: string;
  scope?: string;
  namespace?: string;
}

interface IngressClassDraft extends DraftObject {
  spec: { controller?: string; parameters?: ParametersDraft };
}

const MAX_CONTROLLER = 250;
const SCOPES = ['Cluster', 'Namespace'];

/** IngressClasses name the controllers of Ingresses. */
export const ingressClassKind = builtinKind<IngressClassDraft>({
  strategy: {
    validate: (ingressClass) => [...clusterMeta(ingressClass), ...checkSpec(ingressClass.spec)],
    validateUpdate: (ingressClass, old) => [
      ...changedMeta(ingressClass, old),
      ...checkImmutable(ingressClass.spec.controller ?? '', old.spec.controller ?? '', 'spec.controller'),
      ...clusterMeta(ingressClass),
      ...checkSpec(ingressClass.spec),
    ],
  },
});

function checkSpec({ controller = '', parameters }: IngressClassDraft['spec']): readonly FieldError[] {
  return [
    ...(controller.length > MAX_CONTROLLER ? [tooLongField('spec.controller', MAX_CONTROLLER)] : []),
    ...validateDomainPrefixedPath(controller, 'spec.controller'),
    ...(parameters === undefined ? [] : checkParameters(parameters, 'spec.parameters')),
  ];
}

function checkParameters(parameters: ParametersDraft, field: string): readonly FieldError[] {
  const { scope, namespace } = parameters;
  const errors = checkObjectReference(parameters, field);
  if (scope === undefined) return [...errors, requiredField(`${field}.scope`)];
  if (!SCOPES.includes(scope)) return [...errors, notSupportedField(`${field}.scope`, scope, SCOPES)];
  const at = `${field}.namespace`;
  if (scope === 'Cluster') {
    const detail = "`parameters.scope` is set to 'Cluster'";
    return namespace === undefined ? errors : [...errors, forbiddenField(at, detail)];
  }
  if (namespace === undefined) return [...errors, requiredField(at, "`parameters.scope` is set to 'Namespace'")];
  return [...errors, ...checkDns1123Label(namespace).map((error) => invalidField(at, namespace, error))];
}
