import { type FieldError, invalidField } from '@gotk/objects';
import { checkDownwardFile } from '../pods/checks/check-env.js';
import { checkUnreservedPath } from '../pods/checks/check-paths.js';
import { requireFields, textOf, type VolumeSource } from './volume-source.js';

const MODE_DETAIL = 'must be a number between 0 and 0777 (octal), both inclusive';
const MAX_MODE = 0o777;

/** An error for a mode that no file can have. */
export function checkMode(mode: unknown, field: string): readonly FieldError[] {
  if (typeof mode !== 'number' || (mode >= 0 && mode <= MAX_MODE)) return [];
  return [invalidField(field, mode, MODE_DETAIL)];
}

/** The `items` of a source. */
export function itemsOf(source: VolumeSource): readonly VolumeSource[] {
  return Array.isArray(source['items']) ? (source['items'] as readonly VolumeSource[]) : [];
}

/** What is wrong with the files that the keys of a Secret or ConfigMap become. */
export function checkKeyFiles(source: VolumeSource, field: string): readonly FieldError[] {
  return itemsOf(source).flatMap((item, index) => {
    const at = `${field}.items[${index}]`;
    return [
      ...requireFields(item, ['key', 'path'], at),
      ...checkUnreservedPath(textOf(item, 'path'), `${at}.path`),
      ...checkMode(item['mode'], `${at}.mode`),
    ];
  });
}

/** What is wrong with the files that are made of the pod itself; errors name the source, not the file. */
export function checkDownwardFiles(source: VolumeSource, field: string): readonly FieldError[] {
  return itemsOf(source).flatMap((item) => [
    ...checkDownwardFile(item, field),
    ...checkMode(item['mode'], `${field}.mode`),
  ]);
}
