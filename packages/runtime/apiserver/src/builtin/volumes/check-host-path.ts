import { type FieldError, notSupportedField, requiredField } from '@gotk/objects';
import { checkNoBacksteps } from '../pods/checks/check-paths.js';
import type { VolumeSource } from './volume-source.js';

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** What is wrong with a volume that is a file or folder of the node. */
export function checkHostPath({ path, type }: VolumeSource, field: string): readonly FieldError[] {
  const target = String(path ?? '');
  if (target === '') return [requiredField(`${field}.path`)];
  const known = type === undefined || HOST_PATH_TYPES.includes(String(type));
  return [
    ...checkNoBacksteps(target, `${field}.path`),
    ...(known ? [] : [notSupportedField(`${field}.type`, String(type), HOST_PATH_TYPES)]),
  ];
}
