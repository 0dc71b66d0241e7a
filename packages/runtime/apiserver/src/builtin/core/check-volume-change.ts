import { isJsonObject, type JsonValue } from '@gotk/json';
import { type FieldError, forbiddenField, invalidField } from '@gotk/objects';
import { internalDifference } from '../internal-values/internal-difference.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { VOLUME_SOURCES, type VolumeSpecDraft } from './volume-draft.js';

/** What is wrong with how the spec of a PersistentVolume changes. */
export function checkVolumeChange(spec: VolumeSpecDraft, old: VolumeSpecDraft): readonly FieldError[] {
  return [
    ...checkSameSource(spec, old),
    ...checkImmutable(spec.volumeMode, old.volumeMode, 'volumeMode'),
    ...checkSameAffinity(spec.nodeAffinity, old.nodeAffinity),
    ...(old.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined
      ? [forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden')]
      : []),
  ];
}

function checkSameSource(spec: VolumeSpecDraft, old: VolumeSpecDraft): readonly FieldError[] {
  const sources = (from: VolumeSpecDraft): object =>
    Object.fromEntries(VOLUME_SOURCES.map((name) => [name, from[name] ?? null]));
  if (sameValue(sources(withOldSecret(spec, old)), sources(old))) return [];
  const difference = internalDifference('core.PersistentVolumeSource', old, withOldSecret(spec, old));
  const detail = `spec.persistentvolumesource is immutable after creation\n${difference}`;
  return [forbiddenField('spec.persistentvolumesource', detail)];
}

/** The secret for growing a volume may still be told when there was none. */
function withOldSecret(spec: VolumeSpecDraft, old: VolumeSpecDraft): VolumeSpecDraft {
  if (spec.csi === undefined || old.csi === undefined || old.csi.controllerExpandSecretRef !== undefined) return spec;
  const { controllerExpandSecretRef: _, ...csi } = spec.csi;
  return { ...spec, csi };
}

/** Labels of nodes that may give way to those that followed them. */
const FOLLOWED_BY: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

type VolumeAffinity = VolumeSpecDraft['nodeAffinity'];

function checkSameAffinity(affinity: VolumeAffinity, old: VolumeAffinity): readonly FieldError[] {
  if (old === undefined || sameValue(withOldLabels(affinity as JsonValue, old as JsonValue), old)) return [];
  const detail = 'field is immutable, except for updating from beta label to GA';
  const error = invalidField('nodeAffinity', null, detail);
  return [withInternalValue(error, 'core.VolumeNodeAffinity', affinity)];
}

/** The value with the labels that `old` has at the same places where it has those that followed them. */
function withOldLabels(value: JsonValue | undefined, old: JsonValue | undefined): JsonValue {
  if (Array.isArray(value) && Array.isArray(old))
    return (value as readonly JsonValue[]).map((item, index) =>
      withOldLabels(item, (old as readonly JsonValue[])[index]),
    );
  if (!isJsonObject(value) || !isJsonObject(old)) return value ?? null;
  const fields = Object.entries(value).map(([name, item]) => {
    const before = old[name];
    // What nothing follows is followed by nothing: an empty key is another check's to refuse.
    const isFollower = name === 'key' && typeof before === 'string' && (FOLLOWED_BY[before] ?? '') === item;
    return [name, isFollower ? before : withOldLabels(item, before)] as const;
  });
  return Object.fromEntries(fields);
}
