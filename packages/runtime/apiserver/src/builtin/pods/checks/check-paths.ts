import { type FieldError, invalidField } from '@gotk/objects';

/** What is wrong with a path that must not lead upwards. */
export function checkNoBacksteps(path: string, field: string): readonly FieldError[] {
  return path.split('/').includes('..') ? [invalidField(field, path, "must not contain '..'")] : [];
}

/** What is wrong with a path that must stay below where it starts. */
export function checkDescendingPath(path: string, field: string): readonly FieldError[] {
  const absolute = path.startsWith('/') ? [invalidField(field, path, 'must be a relative path')] : [];
  return [...absolute, ...checkNoBacksteps(path, field)];
}

/** What is wrong with the path of a file in a volume, where names with two leading dots are the system's. */
export function checkUnreservedPath(path: string, field: string): readonly FieldError[] {
  const reserved = path.startsWith('..') && !path.startsWith('../');
  return [
    ...checkDescendingPath(path, field),
    ...(reserved ? [invalidField(field, path, "must not start with '..'")] : []),
  ];
}
