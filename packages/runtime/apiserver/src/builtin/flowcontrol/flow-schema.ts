import {
  checkDns1123Label,
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { clusterMeta } from '../object-meta-rules.js';
import { checkFlowConditions, type FlowStatusDraft } from './check-flow-conditions.js';
import { checkFlowSubject, type FlowSubjectDraft } from './check-flow-subject.js';

interface ResourceRuleDraft {
  verbs: string[] | null;
  apiGroups: string[] | null;
  resources: string[] | null;
  namespaces?: string[] | null;
  clusterScope?: boolean;
}

interface UrlRuleDraft {
  verbs: string[] | null;
  nonResourceURLs: string[] | null;
}

interface RuleDraft {
  subjects: FlowSubjectDraft[] | null;
  resourceRules?: ResourceRuleDraft[];
  nonResourceRules?: UrlRuleDraft[];
}

interface FlowSchemaDraft extends DraftObject {
  spec: {
    priorityLevelConfiguration: { name: string };
    matchingPrecedence: number;
    distinguisherMethod?: { type: string };
    rules?: RuleDraft[];
  };
  status?: FlowStatusDraft;
}

const MAX_PRECEDENCE = 10_000;
const METHODS = ['ByNamespace', 'ByUser'];
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

/** FlowSchemas say which priority requests have. */
export const flowSchemaKind = builtinKind<FlowSchemaDraft>({
  strategy: {
    validate: check,
    validateUpdate: check,
    validateStatusUpdate: ({ status }) => checkFlowConditions(status),
  },
});

function check(schema: FlowSchemaDraft): readonly FieldError[] {
  const { spec, status } = schema;
  return [
    ...clusterMeta(schema),
    ...checkPrecedence(spec.matchingPrecedence, schema.metadata.name),
    ...checkMethod(spec.distinguisherMethod),
    ...checkLevel(spec.priorityLevelConfiguration.name),
    ...(spec.rules ?? []).flatMap((rule, index) => checkRule(rule, `spec.rules[${index}]`)),
    ...checkFlowConditions(status),
  ];
}

function checkPrecedence(precedence: number, name: string | undefined): readonly FieldError[] {
  const refuse = (detail: string) => [invalidField('spec.matchingPrecedence', precedence, detail)];
  if (precedence <= 0) return refuse('must be a positive value');
  if (precedence > MAX_PRECEDENCE) return refuse(`must not be greater than ${MAX_PRECEDENCE}`);
  if (precedence !== 1 || name === 'exempt') return [];
  return refuse("only the schema named 'exempt' may have matchingPrecedence 1");
}

function checkMethod(method: { type: string } | undefined): readonly FieldError[] {
  if (method === undefined || METHODS.includes(method.type)) return [];
  return [
    withInternalValue(
      notSupportedField('spec.distinguisherMethod.type', null, METHODS),
      'flowcontrol.FlowDistinguisherMethod',
      method,
    ),
  ];
}

function checkLevel(name: string): readonly FieldError[] {
  const field = 'spec.priorityLevelConfiguration.name';
  if (name === '') return [requiredField(field, 'must reference a priority level')];
  return checkDns1123Subdomain(name).map((error) => invalidField(field, name, error));
}

function checkRule({ subjects, resourceRules = [], nonResourceRules = [] }: RuleDraft, field: string) {
  return [
    ...((subjects ?? []).length === 0
      ? [requiredField(`${field}.subjects`, 'subjects must contain at least one value')]
      : []),
    ...(subjects ?? []).flatMap((subject, index) => checkFlowSubject(subject, `${field}.subjects[${index}]`)),
    ...(resourceRules.length === 0 && nonResourceRules.length === 0
      ? [requiredField(field, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resourceRules.flatMap((rule, index) => checkResourceRule(rule, `${field}.resourceRules[${index}]`)),
    ...nonResourceRules.flatMap((rule, index) => checkUrlRule(rule, `${field}.nonResourceRules[${index}]`)),
  ];
}

function checkVerbs(verbs: readonly string[], field: string): readonly FieldError[] {
  if (verbs.length === 0) return [requiredField(field, 'verbs must contain at least one value')];
  if (verbs.includes('*'))
    return verbs.length > 1 ? [invalidField(field, verbs, "if '*' is present, must not specify other verbs")] : [];
  return verbs.every((verb) => VERBS.includes(verb)) ? [] : [notSupportedField(field, verbs, VERBS)];
}

function checkResourceRule(rule: ResourceRuleDraft, field: string): readonly FieldError[] {
  return [
    ...checkVerbs(rule.verbs ?? [], `${field}.verbs`),
    ...checkNames(rule.apiGroups ?? [], `${field}.apiGroups`, ['api group', 'api groups']),
    ...checkNames(rule.resources ?? [], `${field}.resources`, ['resource', 'resources']),
    ...checkNamespaces(rule, `${field}.namespaces`),
  ];
}

function checkNames(names: readonly string[], field: string, [one, many]: readonly [string, string]) {
  if (names.length === 0) return [requiredField(field, `resource rules must supply at least one ${one}`)];
  if (names.length === 1 || !names.includes('*')) return [];
  return [invalidField(field, names, `if '*' is present, must not specify other ${many}`)];
}

function checkNamespaces({ namespaces: given, clusterScope = false }: ResourceRuleDraft, field: string) {
  const namespaces = given ?? [];
  const detail = 'resource rules that are not cluster scoped must supply at least one namespace';
  if (namespaces.length === 0) return clusterScope ? [] : [requiredField(field, detail)];
  if (namespaces.includes('*'))
    return namespaces.length > 1
      ? [invalidField(field, namespaces, "if '*' is present, must not specify other namespaces")]
      : [];
  const rule = "each member of this list must be '*' or a DNS-1123 label; ";
  return namespaces.flatMap((name, index) =>
    checkDns1123Label(name).map((error) => invalidField(`${field}[${index}]`, name, `${rule}${error}`)),
  );
}

function checkUrlRule({ verbs, nonResourceURLs }: UrlRuleDraft, field: string): readonly FieldError[] {
  const urls = nonResourceURLs ?? [];
  const at = `${field}.nonResourceURLs`;
  const found = checkVerbs(verbs ?? [], `${field}.verbs`);
  if (urls.length === 0) return [...found, requiredField(at, 'nonResourceURLs must contain at least one value')];
  if (!urls.includes('*')) return [...found, ...urls.flatMap((url, index) => checkUrl(url, `${at}[${index}]`))];
  const detail = "if '*' is present, must not specify other non-resource URLs";
  return urls.length > 1 ? [...found, invalidField(at, urls, detail)] : found;
}

function checkUrl(url: string, field: string): readonly FieldError[] {
  const refuse = (detail: string) => [invalidField(field, url, detail)];
  if (url === '') return refuse('must not be empty');
  if (url === '/') return [];
  if (!url.startsWith('/')) return refuse('must start with slash');
  if (url.includes(' ')) return refuse('must not contain white-space');
  if (url.includes('//')) return refuse('must not contain double slash');
  const stars = url.split('*').length - 1;
  return stars > 1 || (stars === 1 && !url.endsWith('/*')) ? refuse('wildcard can only do suffix matching') : [];
}
