import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  checkQualifiedName,
  duplicateField,
  type FieldError,
  invalidField,
  nameIsDnsSubdomain,
  notSupportedField,
  requiredField,
  tooManyField,
  validateFullyQualifiedDomainName,
  validateImmutable,
  validateIp,
  validateLabels,
  validateLegacyIp,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkEndpointIp, endpointProtocols } from '../core/endpoint-addresses.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';

interface EndpointDraft {
  /** Always written: null where there are none. */
  addresses?: string[] | null;
  hostname?: string;
  nodeName?: string;
  deprecatedTopology?: Record<string, string>;
  hints?: HintsDraft;
}

interface HintsDraft {
  forZones?: { name?: string }[];
  forNodes?: { name?: string }[];
}

interface PortDraft {
  name?: string;
  protocol?: string;
  appProtocol?: string;
}

interface EndpointSliceDraft extends DraftObject {
  addressType?: string;
  endpoints?: EndpointDraft[] | null;
  ports?: PortDraft[] | null;
}

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_ENDPOINTS = 1000;
const MAX_TOPOLOGY = 16;
const MAX_HINTS = 8;

/** A part of where a Service is served. */
export const endpointSliceKind = builtinKind<EndpointSliceDraft>({
  strategy: {
    validate: (slice) => [...namespacedMeta(slice, nameIsDnsSubdomain), ...checkSlice(slice, undefined)],
    validateUpdate: (slice, old) => [
      ...changedMeta(slice, old),
      ...checkSlice(slice, old),
      ...validateImmutable(slice.addressType ?? '', old.addressType ?? '', 'addressType'),
    ],
  },
});

function checkSlice(slice: EndpointSliceDraft, old: EndpointSliceDraft | undefined): readonly FieldError[] {
  const isUnchanged = old !== undefined && JSON.stringify(slice.endpoints) === JSON.stringify(old.endpoints);
  return [...checkType(slice), ...checkPorts(slice.ports ?? []), ...(isUnchanged ? [] : checkEndpoints(slice))];
}

function checkType({ addressType = '' }: EndpointSliceDraft): readonly FieldError[] {
  if (addressType === '') return [requiredField('addressType', '')];
  return ADDRESS_TYPES.includes(addressType) ? [] : [notSupportedField('addressType', addressType, ADDRESS_TYPES)];
}

function checkPorts(ports: readonly PortDraft[]): readonly FieldError[] {
  if (ports.length > MAX_PORTS) return [tooManyField('ports', ports.length, MAX_PORTS)];
  const seen = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const field = `ports[${index}]`;
    const isDuplicate = seen.has(name);
    seen.add(name);
    return [
      ...(name === '' ? [] : checkDns1123Label(name)).map((error) => invalidField(`${field}.name`, name, error)),
      ...(isDuplicate ? [duplicateField(`${field}.name`, name)] : []),
      ...checkProtocol(protocol, `${field}.protocol`),
      ...(appProtocol === undefined ? [] : checkQualifiedName(appProtocol)).map((error) =>
        invalidField(`${field}.appProtocol`, appProtocol ?? '', error),
      ),
    ];
  });
}

function checkProtocol(protocol: string | undefined, field: string): readonly FieldError[] {
  if (protocol === undefined) return [requiredField(field, '')];
  return endpointProtocols.includes(protocol) ? [] : [notSupportedField(field, protocol, endpointProtocols)];
}

function checkEndpoints({ endpoints, addressType = '' }: EndpointSliceDraft): readonly FieldError[] {
  const list = endpoints ?? [];
  if (list.length > MAX_ENDPOINTS) return [tooManyField('endpoints', list.length, MAX_ENDPOINTS)];
  return list.flatMap((endpoint, index) => checkEndpoint(endpoint, addressType, `endpoints[${index}]`));
}

function checkEndpoint(
  { addresses: given, hostname, nodeName, deprecatedTopology = {}, hints = {} }: EndpointDraft,
  addressType: string,
  field: string,
): readonly FieldError[] {
  const addresses = given ?? [];
  const list = `${field}.addresses`;
  return [
    ...(addresses.length === 0 ? [requiredField(list, 'must contain at least 1 address')] : []),
    ...(addresses.length > MAX_ADDRESSES ? [tooManyField(list, addresses.length, MAX_ADDRESSES)] : []),
    ...addresses.flatMap((address, index) => checkAddress(address, { addressType, list, index })),
    ...(nodeName === undefined ? [] : checkDns1123Subdomain(nodeName)).map((error) =>
      invalidField(`${field}.nodeName`, nodeName ?? '', error),
    ),
    ...checkTopologySize(deprecatedTopology, `${field}.deprecatedTopology`),
    ...validateLabels(deprecatedTopology, `${field}.deprecatedTopology`),
    ...(hostname === undefined ? [] : checkDns1123Label(hostname)).map((error) =>
      invalidField(`${field}.hostname`, hostname ?? '', error),
    ),
    ...checkHints(hints, `${field}.hints`),
  ];
}

function checkTopologySize(topology: Readonly<Record<string, string>>, field: string): readonly FieldError[] {
  const size = Object.keys(topology).length;
  return size > MAX_TOPOLOGY ? [tooManyField(field, size, MAX_TOPOLOGY)] : [];
}

/** Too many zones are all that is said of hints. */
function checkHints({ forZones = [], forNodes = [] }: HintsDraft, field: string): readonly FieldError[] {
  const [zones, nodes] = [`${field}.forZones`, `${field}.forNodes`];
  if (forZones.length > MAX_HINTS) return [tooManyField(zones, forZones.length, MAX_HINTS)];
  return [
    ...checkHintNames(forZones, zones, checkLabelValue),
    ...(forNodes.length > MAX_HINTS
      ? [tooManyField(nodes, forNodes.length, MAX_HINTS)]
      : checkHintNames(forNodes, nodes, checkDns1123Subdomain)),
  ];
}

function checkHintNames(
  hints: readonly { readonly name?: string }[],
  field: string,
  check: (name: string) => readonly string[],
): readonly FieldError[] {
  const names = hints.map(({ name = '' }) => name);
  return names.flatMap((name, index) => {
    const at = `${field}[${index}].name`;
    return [
      ...(names.indexOf(name) < index ? [duplicateField(at, name)] : []),
      ...check(name).map((error) => invalidField(at, name, error)),
    ];
  });
}

interface AddressPlace {
  readonly addressType: string;
  /** The field of the list. */
  readonly list: string;
  readonly index: number;
}

function checkAddress(address: string, { addressType, list, index }: AddressPlace): readonly FieldError[] {
  const field = `${list}[${index}]`;
  if (addressType === 'FQDN') return validateFullyQualifiedDomainName(address, field);
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return [];
  const errors = addressType === 'IPv4' ? validateLegacyIp(address, field) : validateIp(address, field);
  if (errors.length > 0) return errors;
  const isIpv6 = address.includes(':');
  const wrong = isIpv6 === (addressType === 'IPv6') ? [] : [`must be an ${addressType} address`];
  return [...wrong.map((detail) => invalidField(list, address, detail)), ...checkEndpointIp(address, field)];
}
