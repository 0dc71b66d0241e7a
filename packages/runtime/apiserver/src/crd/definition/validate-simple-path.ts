import { type FieldError, invalidField } from '@gotk/objects';

/** What is wrong with a path of names after dots. */
export function validateSimplePath(path: string, field: string): readonly FieldError[] {
  if (path === '') return [invalidField(field, path, 'must not be empty')];
  return path.startsWith('.') ? [] : [invalidField(field, path, 'must be a simple json path starting with .')];
}
