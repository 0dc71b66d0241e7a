import {
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  requiredField,
  tooLongField,
  validateQualifiedName,
} from '@gotk/objects';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { checkNodeSelector } from '../pods/checks/check-scheduling.js';
import { checkBindingConditions } from './check-binding-conditions.js';
import { checkEffect, checkTaintValue } from './check-device-claim.js';
import { checkAttributeName, checkLabelName, MAX_QUALIFIED_BYTES } from './check-device-names.js';
import { checkItems, checkMap, checkSet } from './check-lists.js';
import { checkRequestPolicy } from './check-request-policy.js';
import type { DeviceDraft } from './device-drafts.js';

const MAX_ENTRIES = 32;
const MAX_VALUES = 48;
const MAX_TAINTS = 16;
const MAX_CONSUMED_SETS = 2;

interface DeviceRules {
  /** Whether each device says itself on which nodes it can be used. */
  readonly isNodeChosen: boolean;
  /** Taints that were there before are not looked at again. */
  readonly checksTaints: boolean;
}

/** What is wrong with a device of a slice. */
export function checkDevice(device: DeviceDraft, field: string, rules: DeviceRules): readonly FieldError[] {
  const { name = '', attributes, consumesCounters } = device;
  const names = { max: Number.POSITIVE_INFINITY, maxKeyLength: MAX_QUALIFIED_BYTES, checkKey: checkAttributeName };
  const consumed = {
    field: `${field}.consumesCounters`,
    max: MAX_CONSUMED_SETS,
    keyOf: ({ counterSet = '' }: { readonly counterSet?: string }) => counterSet,
  };
  return [
    ...checkLabelName(name, `${field}.name`),
    ...checkEntryCounts(device, field),
    ...checkMap(attributes, { field: `${field}.attributes`, ...names }, checkAttribute),
    ...checkMap(device.capacity, { field: `${field}.capacity`, ...names }, (capacity, place) =>
      checkCapacity(capacity, place, device.allowMultipleAllocations === true),
    ),
    ...(rules.checksTaints ? checkItems(device.taints, { field: `${field}.taints`, max: MAX_TAINTS }, checkTaint) : []),
    ...checkSet(consumesCounters, consumed, ({ counterSet = '', counters }, place) => [
      ...(counterSet === ''
        ? [requiredField(`${place}.counterSet`)]
        : checkLabelName(counterSet, `${place}.counterSet`)),
      ...checkCounters(counters, `${place}.counters`),
    ]),
    ...(rules.isNodeChosen ? checkOwnNodes(device, field) : checkNoNodes(device, field)),
    ...checkBindingConditions(device, field),
  ];
}

function checkEntryCounts({ attributes = {}, capacity = {} }: DeviceDraft, field: string): readonly FieldError[] {
  const values = Object.keys(attributes).length;
  const entries = values + Object.keys(capacity).length;
  const detail = (of: string, max: number): string => `the total number of ${of} must not exceed ${max}`;
  return [
    ...(entries > MAX_ENTRIES ? [invalidField(field, entries, detail('attributes and capacities', MAX_ENTRIES))] : []),
    ...(values > MAX_VALUES ? [invalidField(field, values, detail('attribute values', MAX_VALUES))] : []),
  ];
}

const MAX_VALUE_BYTES = 64;
const NUMBER = '(?:0|[1-9]\\d*)';
const PART = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const BUILD = '[0-9a-zA-Z-]+';
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PART}(?:\\.${PART})*)?(?:\\+${BUILD}(?:\\.${BUILD})*)?$`,
);

function checkAttribute(attribute: Readonly<Record<string, unknown>>, field: string): readonly FieldError[] {
  const { string, version } = attribute;
  const count = Object.values(attribute).filter((value) => value !== undefined).length;
  const one = 'exactly one value must be specified';
  const tooLong = (value: unknown, name: string): readonly FieldError[] =>
    Buffer.byteLength(String(value ?? '')) > MAX_VALUE_BYTES ? [tooLongField(`${field}.${name}`, MAX_VALUE_BYTES)] : [];
  return [
    ...tooLong(string, 'string'),
    ...(version === undefined || VERSION.test(String(version))
      ? []
      : [invalidField(`${field}.version`, String(version), 'must be a string compatible with semver.org spec 2.0.0')]),
    ...tooLong(version, 'version'),
    ...(count === 0 ? [invalidField(field, '', one)] : []),
    ...(count > 1 ? [withInternalValue(invalidField(field, null, one), 'resource.DeviceAttribute', attribute)] : []),
  ];
}

type Capacity = NonNullable<DeviceDraft['capacity']>[string];

function checkCapacity({ value = '0', requestPolicy }: Capacity, field: string, isShared: boolean) {
  if (requestPolicy === undefined) return [];
  return isShared
    ? checkRequestPolicy(requestPolicy, value, `${field}.requestPolicy`)
    : [forbiddenField(`${field}.requestPolicy`, 'allowMultipleAllocations must be true')];
}

type Taint = NonNullable<DeviceDraft['taints']>[number];

function checkTaint({ key = '', value = '', effect = '' }: Taint, field: string): readonly FieldError[] {
  return [
    ...validateQualifiedName(key, `${field}.key`),
    ...(value === '' ? [] : checkTaintValue(value, `${field}.value`)),
    ...(effect === '' ? [requiredField(`${field}.effect`)] : checkEffect(effect, `${field}.effect`)),
  ];
}

const MAX_COUNTERS = 32;
const MAX_LABEL = 63;

/** What is wrong with amounts that devices share, by their names. */
export function checkCounters(counters: Readonly<Record<string, object>> | undefined, field: string) {
  if (Object.keys(counters ?? {}).length === 0) return [requiredField(field)];
  const rules = { field, max: MAX_COUNTERS, maxKeyLength: MAX_LABEL, checkKey: checkLabelName };
  return checkMap(counters, rules, () => []);
}

const ONE_OF =
  'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';

function checkOwnNodes(device: DeviceDraft, field: string): readonly FieldError[] {
  const { nodeName, nodeSelector, allNodes } = device;
  const chosen = [
    ...((nodeName ?? '') === '' ? [] : ['`nodeName`']),
    ...(nodeSelector === undefined ? [] : ['`nodeSelector`']),
    ...(allNodes === true ? ['`allNodes`'] : []),
  ];
  return [
    ...(nodeName === '' ? [invalidField(`${field}.nodeName`, '', 'must not be empty')] : []),
    ...((nodeName ?? '') === '' ? [] : checkDns1123Subdomain(nodeName ?? '')).map((error) =>
      invalidField(`${field}.nodeName`, nodeName ?? '', error),
    ),
    ...(nodeSelector === undefined ? [] : checkNodeSelector(nodeSelector, `${field}.nodeSelector`)),
    ...(allNodes === false ? [invalidField(`${field}.allNodes`, false, 'must be either unset or set to true')] : []),
    ...(chosen.length === 0 ? [requiredField(field, ONE_OF)] : []),
    ...(chosen.length > 1 ? [invalidField(field, `{${chosen.join(', ')}}`, ONE_OF)] : []),
  ];
}

function checkNoNodes({ nodeName, nodeSelector, allNodes }: DeviceDraft, field: string): readonly FieldError[] {
  if (nodeName === undefined && nodeSelector === undefined && allNodes === undefined) return [];
  const detail =
    '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  return [invalidField(field, null, detail)];
}
