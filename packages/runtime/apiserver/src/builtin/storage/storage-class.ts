import { type FieldError, notSupportedField, requiredField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';
import { checkParameters, checkProvisioner } from './check-parameters.js';
import { checkTopologies, type TopologyTermDraft } from './check-topologies.js';

interface StorageClassDraft extends DraftObject {
  provisioner?: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowedTopologies?: TopologyTermDraft[];
}

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const FIXED = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const;

/** StorageClasses say who makes volumes, and how. */
export const storageClassKind = builtinKind<StorageClassDraft>({
  strategy: {
    validate: (storage) => [...clusterMeta(storage), ...check(storage)],
    validateUpdate: (storage, old) => [
      ...clusterMeta(storage),
      ...check(storage),
      ...changedMeta(storage, old),
      ...FIXED.flatMap((name) => checkImmutable(storage[name], old[name], name)),
    ],
  },
});

function check({
  provisioner = '',
  parameters = {},
  reclaimPolicy = '',
  volumeBindingMode: mode,
  allowedTopologies = [],
}: StorageClassDraft): readonly FieldError[] {
  return [
    ...checkProvisioner(provisioner, 'provisioner'),
    ...checkParameters(parameters),
    ...(reclaimPolicy === '' || RECLAIM_POLICIES.includes(reclaimPolicy)
      ? []
      : [notSupportedField('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES)]),
    ...(mode === undefined ? [requiredField('volumeBindingMode')] : []),
    ...(mode === undefined || BINDING_MODES.includes(mode)
      ? []
      : [notSupportedField('volumeBindingMode', mode, BINDING_MODES)]),
    ...checkTopologies(allowedTopologies, 'allowedTopologies'),
  ];
}
