import {
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  validateQualifiedName,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';

interface StorageClassDraft extends DraftObject {
  provisioner?: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
}

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const MAX_PARAMETERS = 512;
const MAX_PARAMETER_BYTES = 256 * 1024;
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
}: StorageClassDraft): readonly FieldError[] {
  return [
    ...(provisioner === ''
      ? [requiredField('provisioner')]
      : validateQualifiedName(provisioner.toLowerCase(), 'provisioner')),
    ...checkParameters(parameters),
    ...(reclaimPolicy === '' || RECLAIM_POLICIES.includes(reclaimPolicy)
      ? []
      : [notSupportedField('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES)]),
    ...(mode === undefined ? [requiredField('volumeBindingMode')] : []),
    ...(mode === undefined || BINDING_MODES.includes(mode)
      ? []
      : [notSupportedField('volumeBindingMode', mode, BINDING_MODES)]),
  ];
}

function checkParameters(parameters: Record<string, string>): readonly FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return [tooLongField('parameters', MAX_PARAMETERS)];
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return [
    ...(Object.hasOwn(parameters, '') ? [invalidField('parameters', '', 'field can not be empty.')] : []),
    ...(size > MAX_PARAMETER_BYTES ? [tooLongField('parameters', MAX_PARAMETER_BYTES)] : []),
  ];
}
