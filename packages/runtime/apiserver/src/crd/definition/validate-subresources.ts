import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import type { WrittenSubresources } from './definition-spec.js';
import { validateSimplePath } from './validate-simple-path.js';

/** What is wrong with the subresources of a definition. */
export function validateSubresources(
  subresources: WrittenSubresources | undefined,
  field: string,
): readonly FieldError[] {
  const scale = subresources?.scale;
  if (scale === undefined || scale === null) return [];
  const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath = '' } = scale;
  return [
    ...requirePath(specReplicasPath, `${field}.scale.specReplicasPath`, '.spec'),
    ...requirePath(statusReplicasPath, `${field}.scale.statusReplicasPath`, '.status'),
    ...validateSelectorPath(labelSelectorPath, `${field}.scale.labelSelectorPath`),
  ];
}

function requirePath(path: string, field: string, root: string): readonly FieldError[] {
  if (path === '') return [requiredField(field)];
  const errors = validateSimplePath(path, field);
  if (errors.length > 0 || path.startsWith(`${root}.`)) return errors;
  return [invalidField(field, path, `should be a json path under ${root}`)];
}

function validateSelectorPath(path: string, field: string): readonly FieldError[] {
  if (path === '') return [];
  const errors = validateSimplePath(path, field);
  if (errors.length > 0 || path.startsWith('.spec.') || path.startsWith('.status.')) return errors;
  return [invalidField(field, path, 'should be a json path under either .spec or .status')];
}
