import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkPortNumber,
  checkQualifiedName,
  type FieldError,
  invalidField,
  nameIsDnsSubdomain,
  notSupportedField,
  requiredField,
  validateLegacyIp,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkEndpointIp, endpointProtocols } from './endpoint-addresses.js';

interface AddressDraft {
  ip?: string;
  hostname?: string;
  nodeName?: string;
}

interface PortDraft {
  name?: string;
  port?: number;
  protocol?: string;
  appProtocol?: string;
}

interface SubsetDraft {
  addresses?: AddressDraft[];
  notReadyAddresses?: AddressDraft[];
  ports?: PortDraft[];
}

interface EndpointsDraft extends DraftObject {
  subsets?: SubsetDraft[] | null;
}

/** Where a Service is served, in the older form. */
export const endpointsKind = builtinKind<EndpointsDraft>({
  strategy: {
    validate: (endpoints) => [...namespacedMeta(endpoints, nameIsDnsSubdomain), ...checkSubsets(endpoints)],
    validateUpdate: (endpoints, old) => [
      ...changedMeta(endpoints, old),
      ...(JSON.stringify(endpoints.subsets) === JSON.stringify(old.subsets) ? [] : checkSubsets(endpoints)),
    ],
  },
  versions: {
    v1: { deprecationWarning: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' },
  },
});

function checkSubsets({ subsets }: EndpointsDraft): readonly FieldError[] {
  return (subsets ?? []).flatMap((subset, index) => checkSubset(subset, `subsets[${index}]`));
}

function checkSubset({ addresses = [], notReadyAddresses = [], ports = [] }: SubsetDraft, field: string) {
  return [
    ...(addresses.length + notReadyAddresses.length === 0
      ? [requiredField(field, 'must specify `addresses` or `notReadyAddresses`')]
      : []),
    ...addresses.flatMap((address, index) => checkAddress(address, `${field}.addresses[${index}]`)),
    ...notReadyAddresses.flatMap((address, index) => checkAddress(address, `${field}.notReadyAddresses[${index}]`)),
    ...ports.flatMap((port, index) => checkPort(port, `${field}.ports[${index}]`, ports.length > 1)),
  ];
}

function checkAddress({ ip = '', hostname = '', nodeName }: AddressDraft, field: string): readonly FieldError[] {
  const named = nodeName === undefined ? [] : checkDns1123Subdomain(nodeName);
  return [
    ...validateLegacyIp(ip, `${field}.ip`),
    ...(hostname === '' ? [] : checkDns1123Label(hostname)).map((error) =>
      invalidField(`${field}.hostname`, hostname, error),
    ),
    ...named.map((error) => invalidField(`${field}.nodeName`, nodeName ?? '', error)),
    ...checkEndpointIp(ip, `${field}.ip`),
  ];
}

function checkPort(
  { name = '', port = 0, protocol = '', appProtocol }: PortDraft,
  field: string,
  needsName: boolean,
): readonly FieldError[] {
  const errors: FieldError[] = needsName && name === '' ? [requiredField(`${field}.name`, '')] : [];
  const refuse = (child: string, value: string | number, details: readonly string[]): void => {
    for (const detail of details) errors.push(invalidField(`${field}.${child}`, value, detail));
  };
  if (name !== '') refuse('name', name, checkDns1123Label(name));
  refuse('port', port, checkPortNumber(port));
  if (protocol === '') errors.push(requiredField(`${field}.protocol`, ''));
  else if (!endpointProtocols.includes(protocol))
    errors.push(notSupportedField(`${field}.protocol`, protocol, endpointProtocols));
  if (appProtocol !== undefined) refuse('appProtocol', appProtocol, checkQualifiedName(appProtocol));
  return errors;
}
