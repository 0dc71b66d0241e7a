import { type IpPrefix, isMappedIpv4, parseLegacyIpPrefix, renderIpPrefix } from '@gotk/ip-address';
import { goQuote } from '@gotk/json';
import {
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  tooManyField,
} from '@gotk/objects';
import { checkConditions } from '../check-conditions.js';
import { checkNodeSelector } from '../pods/checks/check-scheduling.js';
import { checkImmutable } from '../same-value.js';
import { checkDriverName } from '../storage/check-driver-name.js';
import { checkBindingConditions } from './check-binding-conditions.js';
import { checkRequestReference, checkRequestReferences, MAX_ITEMS, requestNames } from './check-device-claim.js';
import { checkDeviceConfig, checkRawObject } from './check-device-config.js';
import { checkLabelName, checkPoolName, checkUid } from './check-device-names.js';
import { checkItems, checkSet } from './check-lists.js';
import type {
  AllocatedDraft,
  DeviceStatusDraft,
  ResourceClaimDraft,
  ResourceClaimStatusDraft,
} from './device-drafts.js';

const MAX_CONSUMERS = 256;
const MAX_CONDITIONS = 8;

type Consumer = NonNullable<ResourceClaimStatusDraft['reservedFor']>[number];
type Allocation = NonNullable<ResourceClaimStatusDraft['allocation']>;

/** What is wrong with how the status of a claim changes. */
export function checkClaimStatus(claim: ResourceClaimDraft, old: ResourceClaimDraft): readonly FieldError[] {
  const { status = {}, spec } = claim;
  const before = old.status?.allocation;
  const names = requestNames(spec.devices?.requests ?? []);
  const allocated = new Set((status.allocation?.devices?.results ?? []).map(deviceKey));
  const consumers = { field: 'status.reservedFor', max: MAX_CONSUMERS, keyOf: ({ uid = '' }: Consumer) => uid };
  const devices = { field: 'status.devices', max: Number.POSITIVE_INFINITY, keyOf: deviceKey };
  return [
    ...checkSet(status.reservedFor, consumers, checkConsumer),
    ...checkSet(status.devices, devices, (device, field) => checkDeviceStatus(device, allocated, field)),
    ...checkReservation(claim, old),
    ...(status.allocation === undefined
      ? []
      : before === undefined
        ? checkAllocation(status.allocation, names)
        : checkImmutable(status.allocation, before, 'status.allocation', 'resource.AllocationResult')),
  ];
}

/** Devices are the same when all four say so. */
function deviceKey({ driver = '', pool = '', device = '', shareID }: AllocatedDraft): string {
  return [driver, pool, device, ...(shareID === undefined ? [] : [shareID])].join('/');
}

function checkConsumer({ resource = '', name = '', uid = '' }: Consumer, field: string): readonly FieldError[] {
  return Object.entries({ resource, name, uid })
    .filter(([, value]) => value === '')
    .map(([key]) => requiredField(`${field}.${key}`));
}

function checkReservation(claim: ResourceClaimDraft, old: ResourceClaimDraft): readonly FieldError[] {
  const consumers = claim.status?.reservedFor ?? [];
  const field = 'status.reservedFor';
  if (consumers.length === 0) return [];
  if (claim.status?.allocation === undefined)
    return [forbiddenField(field, 'may not be specified when `allocated` is not set')];
  const before = new Set((old.status?.reservedFor ?? []).map((consumer) => JSON.stringify(consumer)));
  const isNew = consumers.some((consumer) => !before.has(JSON.stringify(consumer)));
  const detail = 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set';
  return isNew && claim.metadata.deletionTimestamp !== undefined ? [forbiddenField(field, detail)] : [];
}

function checkAllocation({ devices = {}, nodeSelector }: Allocation, names: ReadonlySet<string>) {
  const field = 'status.allocation';
  return [
    ...checkItems(devices.results, { field: `${field}.devices.results`, max: MAX_ITEMS }, (result, place) =>
      checkResult(result, names, place),
    ),
    ...checkItems(devices.config, { field: `${field}.devices.config`, max: 2 * MAX_ITEMS }, (config, place) => [
      ...checkConfigSource(config.source ?? '', `${place}.source`),
      ...checkRequestReferences(config.requests, names, `${place}.requests`),
      ...checkDeviceConfig(config, place),
    ]),
    ...(nodeSelector === undefined ? [] : checkNodeSelector(nodeSelector, `${field}.nodeSelector`)),
  ];
}

function checkResult(result: AllocatedDraft, names: ReadonlySet<string>, field: string): readonly FieldError[] {
  const { request = '', driver = '', pool = '', device = '', shareID } = result;
  return [
    ...checkRequestReference(request, names, `${field}.request`),
    ...checkDriverName(driver, `${field}.driver`),
    ...checkPoolName(pool, `${field}.pool`),
    ...checkLabelName(device, `${field}.device`),
    ...checkBindingConditions(result, field),
    ...(shareID === undefined ? [] : checkUid(shareID, `${field}.shareID`)),
  ];
}

const CONFIG_SOURCES = ['FromClaim', 'FromClass'];

function checkConfigSource(source: string, field: string): readonly FieldError[] {
  if (source === '') return [requiredField(field)];
  return CONFIG_SOURCES.includes(source) ? [] : [notSupportedField(field, source, CONFIG_SOURCES)];
}

function checkDeviceStatus(status: DeviceStatusDraft, allocated: ReadonlySet<string>, field: string) {
  const { driver = '', pool = '', device = '', shareID, conditions = [], data } = status;
  const key = deviceKey(status);
  const isMany = conditions.length > MAX_CONDITIONS;
  return [
    ...checkDriverName(driver, `${field}.driver`),
    ...checkPoolName(pool, `${field}.pool`),
    ...checkLabelName(device, `${field}.device`),
    ...(shareID === undefined ? [] : checkUid(shareID, `${field}.shareID`)),
    ...(allocated.has(key) ? [] : [invalidField(field, key, 'must be an allocated device in the claim')]),
    ...(isMany ? [tooManyField(`${field}.conditions`, conditions.length, MAX_CONDITIONS)] : []),
    ...checkConditions(conditions, `${field}.conditions`),
    ...(data === undefined || data === null ? [] : checkRawObject(data, `${field}.data`)),
    ...checkNetworkData(status.networkData ?? {}, `${field}.networkData`),
  ];
}

const MAX_INTERFACE_BYTES = 256;
const MAX_HARDWARE_BYTES = 128;
const MAX_IPS = 16;

function checkNetworkData(data: NonNullable<DeviceStatusDraft['networkData']>, field: string): readonly FieldError[] {
  const { interfaceName = '', hardwareAddress = '', ips } = data;
  const atMost = (text: string, max: number, name: string): readonly FieldError[] =>
    Buffer.byteLength(text) > max ? [tooLongField(`${field}.${name}`, max)] : [];
  return [
    ...atMost(interfaceName, MAX_INTERFACE_BYTES, 'interfaceName'),
    ...atMost(hardwareAddress, MAX_HARDWARE_BYTES, 'hardwareAddress'),
    ...checkSet(ips, { field: `${field}.ips`, max: MAX_IPS, keyOf: (ip) => ip }, checkInterfaceAddress),
  ];
}

const ADDRESS_FORM = 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)';

function checkInterfaceAddress(value: string, field: string): readonly FieldError[] {
  const prefix = parseLegacyIpPrefix(value);
  if (prefix === undefined) return [invalidField(field, value, ADDRESS_FORM)];
  const canonical = renderInterfaceAddress(prefix);
  return value === canonical ? [] : [invalidField(field, value, `must be in canonical form (${goQuote(canonical)})`)];
}

/** IPv4 inside of IPv6 is written as IPv4. */
function renderInterfaceAddress({ address, bits }: IpPrefix): string {
  if (!isMappedIpv4(address)) return renderIpPrefix({ address, bits });
  return `${[...address.bytes.slice(-4)].join('.')}/${bits > 32 ? bits - 96 : bits}`;
}
