import { goQuote } from '@gotk/json';
import { checkDns1123Subdomain, type FieldError, invalidField, requiredField } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkNodeSelector } from '../pods/checks/check-scheduling.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkDriverName } from '../storage/check-driver-name.js';
import { checkCounters, checkDevice } from './check-device.js';
import { checkLabelName, checkPoolName } from './check-device-names.js';
import { checkSet } from './check-lists.js';
import type { DeviceDraft, ResourceSliceDraft } from './device-drafts.js';

/** ResourceSlices tell which devices there are, part by part of a pool. */
export const resourceSliceKind = builtinKind<ResourceSliceDraft>({
  strategy: {
    generation: true,
    prepareForCreate: dropDisabled,
    prepareForUpdate: dropDisabled,
    warn: ({ spec: { driver = '' } }) =>
      driver === driver.toLowerCase()
        ? []
        : [`spec.driver: driver names should be lowercase; ${goQuote(driver)} contains uppercase characters`],
    validate: (slice) => [...clusterMeta(slice), ...checkSpec(slice.spec, undefined)],
    validateUpdate: (slice, old) => [...changedMeta(slice, old), ...checkSpec(slice.spec, old.spec)],
  },
});

const LISTS_OF_VALUES = ['bools', 'ints', 'strings', 'versions'];

/** Takes away what is behind feature gates that are off. */
function dropDisabled({ spec }: ResourceSliceDraft): void {
  for (const device of spec.devices ?? []) {
    delete device.nodeAllocatableResourceMappings;
    for (const attribute of Object.values(device.attributes ?? {}))
      for (const name of LISTS_OF_VALUES) delete attribute[name];
  }
}

type SliceSpec = ResourceSliceDraft['spec'];

const MAX_DEVICES = 128;
const MAX_ADVANCED_DEVICES = 64;
const MAX_COUNTER_SETS = 8;

function checkSpec(spec: SliceSpec, old: SliceSpec | undefined): readonly FieldError[] {
  const { driver = '', devices, sharedCounters } = spec;
  const isAdvanced = (devices ?? []).some(
    ({ taints = [], consumesCounters = [] }) => taints.length > 0 || consumesCounters.length > 0,
  );
  const max = isAdvanced ? MAX_ADVANCED_DEVICES : MAX_DEVICES;
  const keyOf = ({ name = '' }: { readonly name?: string }): string => name;
  return [
    ...checkDriverName(driver, 'spec.driver'),
    ...checkPool(spec.pool ?? {}),
    ...(old === undefined ? [] : checkChange(spec, old)),
    ...checkNodes(spec),
    ...(sharedCounters !== undefined && devices !== undefined
      ? [invalidField('spec', '', 'only one of `sharedCounters` or `devices` is allowed')]
      : []),
    ...checkSet(devices, { field: 'spec.devices', max, keyOf }, (device, field) =>
      checkDevice(device, field, {
        isNodeChosen: spec.perDeviceNodeSelection === true,
        checksTaints: !hasSameTaints(device, old),
      }),
    ),
    ...checkSet(sharedCounters, { field: 'spec.sharedCounters', max: MAX_COUNTER_SETS, keyOf }, (set, field) => [
      ...((set.name ?? '') === '' ? [requiredField(`${field}.name`)] : checkLabelName(set.name ?? '', `${field}.name`)),
      ...checkCounters(set.counters, `${field}.counters`),
    ]),
  ];
}

function hasSameTaints(device: DeviceDraft, old: SliceSpec | undefined): boolean {
  const before = old?.devices?.find(({ name }) => name === device.name);
  return before !== undefined && sameValue(before.taints, device.taints);
}

function checkPool({ name = '', generation = 0, resourceSliceCount = 0 }: NonNullable<SliceSpec['pool']>) {
  const count = 'spec.pool.resourceSliceCount';
  return [
    ...checkPoolName(name, 'spec.pool.name'),
    ...(resourceSliceCount > 0 ? [] : [invalidField(count, resourceSliceCount, 'must be greater than zero')]),
    ...(generation >= 0
      ? []
      : [invalidField('spec.pool.generation', generation, 'must be greater than or equal to zero')]),
  ];
}

function checkChange(spec: SliceSpec, old: SliceSpec): readonly FieldError[] {
  return [
    ...checkImmutable(spec.pool?.name, old.pool?.name, 'spec.pool.name'),
    ...checkImmutable(spec.driver, old.driver, 'spec.driver'),
    ...checkImmutable(spec.nodeName, old.nodeName, 'spec.nodeName'),
  ];
}

const ONE_OF = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';

/** Where the devices can be used is said in exactly one way. */
function checkNodes(spec: SliceSpec): readonly FieldError[] {
  const { nodeName, nodeSelector, allNodes, perDeviceNodeSelection } = spec;
  const chosen = [
    ...((nodeName ?? '') === '' ? [] : ['`nodeName`']),
    ...(nodeSelector === undefined ? [] : ['`nodeSelector`']),
    ...(allNodes === true ? ['`allNodes`'] : []),
    ...(perDeviceNodeSelection === true ? ['`perDeviceNodeSelection`'] : []),
  ];
  const falseField = (name: string): FieldError =>
    invalidField(`spec.${name}`, false, 'must be either unset or set to true');
  return [
    ...checkNodeName(nodeName),
    ...checkSelector(nodeSelector),
    ...(allNodes === false ? [falseField('allNodes')] : []),
    ...(perDeviceNodeSelection === false ? [falseField('perDeviceNodeSelection')] : []),
    ...(chosen.length === 0 ? [requiredField('spec', ONE_OF)] : []),
    ...(chosen.length > 1
      ? [invalidField('spec', `{${chosen.join(', ')}}`, `${ONE_OF}, but multiple fields are set`)]
      : []),
  ];
}

function checkNodeName(name: string | undefined): readonly FieldError[] {
  if (name === undefined) return [];
  const field = 'spec.nodeName';
  if (name === '') return [invalidField(field, name, 'must be either unset or set to a non-empty string')];
  return checkDns1123Subdomain(name).map((error) => invalidField(field, name, error));
}

function checkSelector(selector: SliceSpec['nodeSelector']): readonly FieldError[] {
  if (selector === undefined) return [];
  const terms = selector.nodeSelectorTerms ?? null;
  const field = 'spec.nodeSelector.nodeSelectorTerms';
  const error = invalidField(field, null, 'must have exactly one node selector term');
  return [
    ...checkNodeSelector(selector, 'spec.nodeSelector'),
    ...(terms?.length === 1 ? [] : [withInternalValue(error, '[]core.NodeSelectorTerm', terms)]),
  ];
}
