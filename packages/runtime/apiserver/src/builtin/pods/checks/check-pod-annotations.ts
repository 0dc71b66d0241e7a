import { type FieldError, invalidField } from '@gotk/objects';
import type { DraftMeta } from '../../../drafts/draft.js';
import type { PodSpecDraft } from '../../core/pod-draft.js';
import { checkAppArmorAnnotations } from './check-app-armor.js';

const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** What is wrong with the annotations that mean something on pods and their templates. */
export function checkPodAnnotations(
  { annotations = {} }: DraftMeta,
  spec: PodSpecDraft,
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && (spec.nodeName ?? '') === '') {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    errors.push(invalidField(`${field}[${MIRROR}]`, mirror, detail));
  }
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !/^(?:0|-?[1-9]\d{0,9})$/.test(cost))
    errors.push(invalidField(`${field}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
  return [...errors, ...checkAppArmorAnnotations({ annotations }, spec, field)];
}
