import { type FieldError, forbiddenField, validateAnnotations, validateLabels } from '@gotk/objects';
import type { DraftMeta } from '../drafts/draft.js';

/** What the metadata of a template of one object may have. */
const ALLOWED = ['annotations', 'labels'];

/** What is wrong with the metadata of a template that makes one object, whose name is given elsewhere. */
export function checkTemplateMeta(metadata: DraftMeta, field: string): readonly FieldError[] {
  const others = Object.entries(metadata).filter(([name, value]) => !ALLOWED.includes(name) && isSet(value));
  return [
    ...validateAnnotations(metadata.annotations, `${field}.annotations`),
    ...validateLabels(metadata.labels, `${field}.labels`),
    ...others.map(([name]) => forbiddenField(`${field}.${name}`, 'cannot be set')),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== 0;
}
