import {
  checkDns1035Label,
  checkDns1123Subdomain,
  checkPathSegmentName,
  checkPortNumber,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { base64Length } from '../core/base64-length.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';

interface ApiServiceDraft extends DraftObject {
  spec: {
    group?: string;
    version?: string;
    groupPriorityMinimum: number;
    versionPriority: number;
    caBundle?: string;
    insecureSkipTLSVerify?: boolean;
    service?: { name?: string; namespace?: string; port?: number };
  };
  status: { conditions?: { status: string }[] };
}

const STATUSES = ['True', 'False', 'Unknown'];

/** APIServices say who serves a version of a group. */
export const apiServiceKind = builtinKind<ApiServiceDraft>({
  strategy: {
    validate: check,
    validateUpdate: (service, old) => [...changedMeta(service, old), ...check(service)],
    validateStatusUpdate: (service, old) => [...changedMeta(service, old), ...checkStatus(service.status)],
  },
});

function check(service: ApiServiceDraft): readonly FieldError[] {
  const { group = '', version = '', groupPriorityMinimum, versionPriority } = service.spec;
  const wanted = `${version}.${group}`;
  const nameRule = (name: string): readonly string[] => {
    const problems = checkPathSegmentName(name);
    if (problems.length > 0) return problems;
    return name === wanted ? [] : [`must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`];
  };
  const priorities = [
    ['groupPriorityMinimum', groupPriorityMinimum, 20_000],
    ['versionPriority', versionPriority, 1000],
  ] as const;
  return [
    ...clusterMeta(service, nameRule),
    ...(group === '' && version !== 'v1'
      ? [requiredField('spec.group', 'only v1 may have an empty group and it better be legacy kube')]
      : []),
    ...(group === '' ? [] : checkDns1123Subdomain(group)).map((error) => invalidField('spec.group', group, error)),
    ...checkDns1035Label(version).map((error) => invalidField('spec.version', version, error)),
    ...priorities.flatMap(([name, value, most]) =>
      value > 0 && value <= most ? [] : [invalidField(`spec.${name}`, value, `must be positive and less than ${most}`)],
    ),
    ...checkBackend(service.spec),
  ];
}

function checkBackend({
  service,
  caBundle = '',
  insecureSkipTLSVerify: insecure = false,
}: ApiServiceDraft['spec']): readonly FieldError[] {
  const verify = 'spec.insecureSkipTLSVerify';
  if (service === undefined)
    return [
      ...(caBundle === ''
        ? []
        : [
            invalidField(
              'spec.caBundle',
              `${base64Length(caBundle)} bytes`,
              'local APIServices may not have a caBundle',
            ),
          ]),
      ...(insecure ? [invalidField(verify, true, 'local APIServices may not have insecureSkipTLSVerify')] : []),
    ];
  const { name = '', namespace = '', port = 0 } = service;
  const problems = checkPortNumber(port);
  return [
    ...(namespace === '' ? [requiredField('spec.service.namespace', '')] : []),
    ...(name === '' ? [requiredField('spec.service.name', '')] : []),
    ...(problems.length === 0
      ? []
      : [invalidField('spec.service.port', port, `port is not valid: ${problems.join(', ')}`)]),
    ...(insecure && caBundle !== '' ? [invalidField(verify, true, 'may not be true if caBundle is present')] : []),
  ];
}

function checkStatus({ conditions = [] }: ApiServiceDraft['status']): readonly FieldError[] {
  return conditions.flatMap(({ status }, index) =>
    STATUSES.includes(status) ? [] : [notSupportedField(`status.conditions[${index}].status`, status, STATUSES)],
  );
}
