import { type FieldError, forbiddenField, requiredField } from '@gotk/objects';
import { checkAccessModes } from '../core/check-claim-spec.js';
import { checkCsiSource } from '../core/check-volume-spec.js';
import type { VolumeSpecDraft } from '../core/volume-draft.js';
import type { VolumeSource } from '../volumes/volume-source.js';

const CONTEXT = 'in the context of inline volumes';
/** What only volumes of their own have. */
const NOT_INLINE = ['claimRef', 'capacity', 'nodeAffinity', 'storageClassName'];

/** What is wrong with the volume of a pod that is attached as if it had a PersistentVolume: only CSI has such. */
export function checkInlineVolume(spec: VolumeSpecDraft, field: string): readonly FieldError[] {
  const { accessModes = [], persistentVolumeReclaimPolicy: policy = '', volumeMode, csi } = spec;
  return [
    ...NOT_INLINE.filter((name) => !isEmpty(spec[name])).map((name) =>
      forbiddenField(`${field}.${name}`, `may not be specified ${CONTEXT}`),
    ),
    ...(accessModes.length === 0 ? [requiredField(`${field}.accessModes`)] : []),
    ...checkAccessModes(accessModes, `${field}.accessModes`),
    ...(policy === '' || policy === 'Retain'
      ? []
      : [forbiddenField(`${field}.persistentVolumeReclaimPolicy`, `may only be Retain ${CONTEXT}`)]),
    ...(volumeMode === undefined || volumeMode === 'Filesystem'
      ? []
      : [forbiddenField(`${field}.volumeMode`, `may not specify volumeMode other than Filesystem ${CONTEXT}`)]),
    ...(csi === undefined
      ? [requiredField(`${field}.csi`, `has to be specified ${CONTEXT}`)]
      : checkCsiSource(csi as VolumeSource, `${field}.csi`)),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || Object.keys(value as object).length === 0;
}
