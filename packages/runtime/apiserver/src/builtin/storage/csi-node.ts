import { duplicateField, type FieldError, invalidField, requiredField, validateQualifiedName } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { clusterMeta } from '../object-meta-rules.js';
import { sameValue } from '../same-value.js';
import { checkDriverName } from './check-driver-name.js';

interface NodeDriverDraft {
  name: string;
  nodeID: string;
  topologyKeys?: string[] | null;
  allocatable?: { count?: number };
}

interface CsiNodeDraft extends DraftObject {
  spec: { drivers?: NodeDriverDraft[] | null };
}

const MAX_NODE_ID = 192;

/** CSINodes say which drivers of volumes a node has. */
export const csiNodeKind = builtinKind<CsiNodeDraft>({
  strategy: {
    validate: (node) => [...clusterMeta(node), ...checkDrivers(node.spec.drivers ?? [])],
    validateUpdate: (node, old) => [
      ...clusterMeta(node),
      ...checkDrivers(node.spec.drivers ?? []),
      ...checkSameDrivers(node.spec.drivers ?? [], old.spec.drivers ?? []),
    ],
  },
});

function checkDrivers(drivers: readonly NodeDriverDraft[]): readonly FieldError[] {
  return drivers.flatMap((driver, index) => {
    const field = `spec.drivers[${index}]`;
    const isRepeated = drivers.slice(0, index).some(({ name }) => name === driver.name);
    return [
      ...checkDriverName(driver.name, `${field}.name`),
      ...checkNodeId(driver.nodeID, `${field}.nodeID`),
      ...checkNonNegative(driver.allocatable?.count ?? 0, `${field}.allocatable.count`),
      ...(isRepeated ? [duplicateField(`${field}.name`, driver.name)] : []),
      ...checkTopologyKeys(driver.topologyKeys ?? [], field),
    ];
  });
}

function checkNodeId(id: string, field: string): readonly FieldError[] {
  if (id === '') return [requiredField(field)];
  return id.length > MAX_NODE_ID ? [invalidField(field, id, `must be ${MAX_NODE_ID} characters or less`)] : [];
}

function checkTopologyKeys(keys: readonly string[], field: string): readonly FieldError[] {
  return keys.flatMap((key, index) => [
    ...(key === '' ? [requiredField(field)] : []),
    ...(keys.indexOf(key) < index ? [duplicateField(field, key)] : []),
    ...validateQualifiedName(key, field),
  ]);
}

function checkSameDrivers(drivers: readonly NodeDriverDraft[], old: readonly NodeDriverDraft[]): readonly FieldError[] {
  return old.flatMap((before) =>
    drivers
      .filter(({ name, nodeID, topologyKeys }) => {
        const isSame = nodeID === before.nodeID && sameValue(topologyKeys ?? [], before.topologyKeys ?? []);
        return name === before.name && !isSame;
      })
      .map(({ allocatable: _changes, ...driver }) =>
        withInternalValue(invalidField('spec.drivers', null, 'field is immutable'), 'storage.CSINodeDriver', driver),
      ),
  );
}
