import {
  type FieldError,
  forbiddenField,
  invalidField,
  notFoundField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { ContainerDraft, VolumeDraft, VolumeMountDraft } from '../../core/pod-draft.js';
import { checkDescendingPath, checkNoBacksteps } from './check-paths.js';

type Volumes = ReadonlyMap<string, VolumeDraft>;

/** What is wrong with the volumes that a container mounts. */
export function checkMounts(container: ContainerDraft, volumes: Volumes, field: string): readonly FieldError[] {
  const { volumeMounts = [], volumeDevices = [] } = container;
  return volumeMounts.flatMap((mount, index) => {
    const at = `${field}[${index}]`;
    const { name, mountPath } = mount;
    const errors: FieldError[] = [];
    if (name === '') errors.push(requiredField(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFoundField(`${at}.name`, name));
    if (mountPath === '') errors.push(requiredField(`${at}.mountPath`));
    if (volumeMounts.findIndex((other) => other.mountPath === mountPath) < index)
      errors.push(invalidField(`${at}.mountPath`, mountPath, 'must be unique'));
    if (volumeDevices.some((device) => device.name === name))
      errors.push(invalidField(`${at}.name`, name, 'must not already exist in volumeDevices'));
    if (volumeDevices.some(({ devicePath }) => devicePath === mountPath))
      errors.push(invalidField(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'));
    // What follows the API reports for the list as a whole.
    return [...errors, ...checkSubPaths(mount, at, field), ...checkSharing(container, mount, field)];
  });
}

function checkSubPaths(
  { subPath = '', subPathExpr = '' }: VolumeMountDraft,
  at: string,
  field: string,
): readonly FieldError[] {
  const both = 'subPathExpr and subPath are mutually exclusive';
  return [
    ...(subPath === '' ? [] : checkDescendingPath(subPath, `${field}.subPath`)),
    ...(subPath !== '' && subPathExpr !== '' ? [invalidField(`${at}.subPathExpr`, subPathExpr, both)] : []),
    ...(subPathExpr === '' ? [] : checkDescendingPath(subPathExpr, `${field}.subPathExpr`)),
  ];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

function checkSharing(container: ContainerDraft, mount: VolumeMountDraft, field: string): readonly FieldError[] {
  const { mountPropagation: propagation, recursiveReadOnly: recursive, readOnly } = mount;
  const errors: FieldError[] = [];
  if (propagation !== undefined) {
    const at = `${field}.mountPropagation`;
    if (!PROPAGATIONS.includes(propagation)) errors.push(notSupportedField(at, propagation, PROPAGATIONS));
    if (propagation === 'Bidirectional' && container.securityContext?.['privileged'] !== true)
      errors.push(forbiddenField(at, 'Bidirectional mount propagation is available only to privileged containers'));
  }
  if (recursive === undefined || recursive === 'Disabled') return errors;
  const at = `${field}.recursiveReadOnly`;
  if (!RECURSIVE.includes(recursive)) return [...errors, notSupportedField(at, recursive, RECURSIVE)];
  if (readOnly !== true) errors.push(forbiddenField(at, 'may only be specified when readOnly is true'));
  if (propagation !== undefined && propagation !== 'None')
    errors.push(forbiddenField(at, 'may only be specified when mountPropagation is None or not specified'));
  return errors;
}

/** What is wrong with the block devices that a container uses. */
export function checkDevices(container: ContainerDraft, volumes: Volumes, field: string): readonly FieldError[] {
  const { volumeMounts = [], volumeDevices = [] } = container;
  return volumeDevices.flatMap(({ name, devicePath }, index) => {
    const at = `${field}[${index}]`;
    const volume = volumes.get(name);
    const isBlock = volume?.['persistentVolumeClaim'] !== undefined || volume?.['ephemeral'] !== undefined;
    const before = volumeDevices.slice(0, index);
    const errors: FieldError[] = [];
    const nameError = (detail: string) => errors.push(invalidField(`${at}.name`, name, detail));
    const pathError = (detail: string) => errors.push(invalidField(`${at}.devicePath`, devicePath, detail));
    if (name === '') errors.push(requiredField(`${at}.name`));
    if (before.some((other) => other.name === name)) nameError('must be unique');
    if (volume !== undefined && !isBlock)
      nameError('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    if (volume === undefined) errors.push(notFoundField(`${at}.name`, name));
    if (devicePath === '') errors.push(requiredField(`${at}.devicePath`));
    if (before.some((other) => other.devicePath === devicePath)) pathError('must be unique');
    if (checkNoBacksteps(devicePath, at).length > 0) pathError("can not contain backsteps ('..')");
    if (volumeMounts.some((mount) => mount.name === name)) nameError('must not already exist in volumeMounts');
    if (volumeMounts.some(({ mountPath }) => mountPath === devicePath))
      pathError('must not already exist as a path in volumeMounts');
    return errors;
  });
}
