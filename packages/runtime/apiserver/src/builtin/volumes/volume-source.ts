import { type FieldError, requiredField } from '@gotk/objects';

/** A source of a volume: what its name in a spec leads to. */
export type VolumeSource = Readonly<Record<string, unknown>>;

/** Whose volume it is: secrets of PersistentVolumes are in any namespace, those of pods in the pod's. */
export type VolumeOwner = 'persistent volume' | 'pod';

/** An error for each of the fields that is not there, or is an empty text or list. */
export function requireFields(source: VolumeSource, names: readonly string[], field: string): readonly FieldError[] {
  return names.filter((name) => isEmpty(source[name])).map((name) => requiredField(`${field}.${name}`));
}

function isEmpty(value: unknown): boolean {
  return (value ?? '') === '' || (Array.isArray(value) && value.length === 0);
}

/** A text of a source; one that is not there is empty. */
export function textOf(source: VolumeSource, name: string): string {
  return String(source[name] ?? '');
}
