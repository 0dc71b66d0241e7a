import { parseLegacyIpAddress } from '@gotk/ip-address';
import {
  checkDns1123Subdomain,
  checkPortName,
  checkPortNumber,
  checkWildcardDns1123Subdomain,
  type FieldError,
  invalidField,
  nameIsDnsLabel,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkReachedPoints, type IngressPointDraft } from '../core/load-balancer-status.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkObjectReference } from './check-object-reference.js';

interface BackendDraft {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: { apiGroup?: string; kind: string; name: string };
}

interface PathDraft {
  path?: string;
  pathType?: string | null;
  backend: BackendDraft;
}

interface RuleDraft {
  host?: string;
  http?: { paths: PathDraft[] | null };
}

interface IngressDraft extends DraftObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: BackendDraft;
    tls?: { hosts?: string[]; secretName?: string }[];
    rules?: RuleDraft[];
  };
  status: Record<string, unknown>;
}

const CLASS = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

/** Ingresses lead requests from outside to Services. */
export const ingressKind = builtinKind<IngressDraft>({
  strategy: {
    prepareForCreate: (ingress) => {
      ingress.status = { loadBalancer: {} };
    },
    validate: (ingress) => [...namespacedMeta(ingress), ...checkSpec(ingress.spec), ...checkClassAnnotation(ingress)],
    validateUpdate: (ingress, old) => [
      ...changedMeta(ingress, old),
      ...namespacedMeta(ingress),
      ...checkSpec(ingress.spec),
    ],
    validateStatusUpdate: (ingress, old) => [...changedMeta(ingress, old), ...checkReachedPoints(pointsOf(ingress))],
    warn: ({ metadata }, old) =>
      old === undefined && metadata.annotations?.[CLASS] !== undefined
        ? [`annotation ${JSON.stringify(CLASS)} is deprecated, please use 'spec.ingressClassName' instead`]
        : [],
  },
});

function pointsOf({ status }: IngressDraft): readonly IngressPointDraft[] {
  const { ingress } = (status['loadBalancer'] ?? {}) as { readonly ingress?: readonly IngressPointDraft[] };
  return ingress ?? [];
}

function checkClassAnnotation({ metadata, spec }: IngressDraft): readonly FieldError[] {
  const name = metadata.annotations?.[CLASS];
  if (name === undefined || spec.ingressClassName === undefined || name === spec.ingressClassName) return [];
  const detail = 'must match `ingressClassName` when both are specified';
  return [invalidField(`annotations.${CLASS}`, name, detail)];
}

function checkSpec({
  rules: given,
  defaultBackend,
  tls = [],
  ingressClassName,
}: IngressDraft['spec']): readonly FieldError[] {
  const rules = given ?? [];
  const isEmpty = rules.length === 0 && defaultBackend === undefined;
  return [
    ...(isEmpty
      ? [invalidField('spec', given === undefined ? null : [], 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(defaultBackend === undefined ? [] : checkBackend(defaultBackend, 'spec.defaultBackend')),
    ...rules.flatMap((rule, index) => checkRule(rule, `spec.rules[${index}]`)),
    ...tls.flatMap(({ hosts = [], secretName = '' }, index) => [
      ...hosts.flatMap((host, at) => checkHost(host, `spec.tls[${index}].hosts[${at}]`)),
      ...checkText(secretName, `spec.tls[${index}].secretName`, checkDns1123Subdomain),
    ]),
    ...checkText(ingressClassName ?? 'absent', 'spec.ingressClassName', checkDns1123Subdomain, true),
  ];
}

function checkText(
  value: string,
  field: string,
  check: (text: string) => readonly string[],
  evenEmpty = false,
): readonly FieldError[] {
  if (value === '' && !evenEmpty) return [];
  return check(value).map((error) => invalidField(field, value, error));
}

function checkHost(host: string, field: string): readonly FieldError[] {
  return checkText(host, field, host.includes('*') ? checkWildcardDns1123Subdomain : checkDns1123Subdomain, true);
}

function checkRule({ host = '', http }: RuleDraft, field: string): readonly FieldError[] {
  const isAddress = parseLegacyIpAddress(host) !== undefined;
  return [
    ...(isAddress ? [invalidField(`${field}.host`, host, 'must be a DNS name, not an IP address')] : []),
    ...(host === '' ? [] : checkHost(host, `${field}.host`)),
    ...(http === undefined ? [] : checkPaths(http.paths ?? [], `${field}.http.paths`)),
  ];
}

function checkPaths(paths: readonly PathDraft[], field: string): readonly FieldError[] {
  if (paths.length === 0) return [requiredField(field)];
  return paths.flatMap(({ path = '', pathType, backend }, index) => {
    const at = `${field}[${index}]`;
    if (pathType === undefined || pathType === null)
      return [requiredField(`${at}.pathType`, 'pathType must be specified')];
    return [...checkPath(path, pathType, at), ...checkBackend(backend, `${at}.backend`)];
  });
}

function checkPath(path: string, pathType: string, field: string): readonly FieldError[] {
  if (!PATH_TYPES.includes(pathType)) return [notSupportedField(`${field}.pathType`, pathType, PATH_TYPES)];
  const refuse = (detail: string): FieldError => invalidField(`${field}.path`, path, detail);
  const relative = path.startsWith('/') ? [] : [refuse('must be an absolute path')];
  if (pathType === 'ImplementationSpecific') return path === '' ? [] : relative;
  return [
    ...relative,
    ...BAD_SEQUENCES.filter((part) => path.includes(part)).map((part) => refuse(`must not contain '${part}'`)),
    ...BAD_ENDS.filter((part) => path.endsWith(part)).map((part) => refuse(`cannot end with '${part}'`)),
  ];
}

function checkBackend({ service, resource }: BackendDraft, field: string): readonly FieldError[] {
  if (resource !== undefined && service !== undefined)
    return [invalidField(field, '', 'cannot set both resource and service backends')];
  if (resource !== undefined) return checkObjectReference(resource, `${field}.resource`);
  if (service === undefined) return [invalidField(field, '', 'resource or service backend is required')];
  const { name, port = {} } = service;
  const named =
    name === ''
      ? [requiredField(`${field}.service.name`)]
      : nameIsDnsLabel(name, false).map((error) => invalidField(`${field}.service.name`, name, error));
  return [...named, ...checkPort(port, field)];
}

function checkPort(
  { name = '', number = 0 }: { name?: string; number?: number },
  field: string,
): readonly FieldError[] {
  if (name !== '' && number !== 0) return [invalidField(field, '', 'cannot set both port name & port number')];
  if (name !== '') return checkText(name, `${field}.service.port.name`, checkPortName);
  if (number === 0) return [requiredField(field, 'port name or number is required')];
  return checkPortNumber(number).map((error) => invalidField(`${field}.service.port.number`, number, error));
}
