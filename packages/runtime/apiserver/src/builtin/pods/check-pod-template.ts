import {
  compileLabelSelector,
  type FieldError,
  forbiddenField,
  invalidField,
  type LabelMatcher,
  type LabelSelector,
  notSupportedField,
  validateAnnotations,
  validateLabels,
} from '@gotk/objects';
import type { PodTemplateDraft } from '../core/pod-draft.js';
import { checkAppArmorMatches } from './checks/check-app-armor.js';
import { checkPodAnnotations } from './checks/check-pod-annotations.js';
import { checkPodSpec } from './checks/check-pod-spec.js';

/** What is wrong with a template of pods at `field`. */
export function checkPodTemplate({ metadata, spec }: PodTemplateDraft, field: string): readonly FieldError[] {
  return [
    ...validateLabels(metadata.labels, `${field}.labels`),
    ...validateAnnotations(metadata.annotations, `${field}.annotations`),
    ...checkPodAnnotations(metadata, spec, `${field}.annotations`),
    ...checkPodSpec(spec, `${field}.spec`),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
    ...checkAppArmorMatches(metadata, spec, `${field}.spec`),
  ];
}

/** Pods that are replaced when they end restart their containers always, and have no deadline. */
export function checkLongRunning({ spec }: PodTemplateDraft, field: string, kind: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { restartPolicy = '' } = spec;
  if (restartPolicy !== 'Always')
    errors.push(notSupportedField(`${field}.spec.restartPolicy`, restartPolicy, ['Always']));
  if (spec.activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.push(forbiddenField(`${field}.spec.activeDeadlineSeconds`, detail));
  }
  return errors;
}

/** The selector compiled; `undefined` when it is wrong. One that is not there matches nothing. */
export function compileDraftSelector(selector: LabelSelector | null | undefined): LabelMatcher | undefined {
  try {
    return compileLabelSelector(selector ?? undefined);
  } catch {
    return undefined;
  }
}

/** An error when the pods of a template would not be selected. */
export function checkTemplateIsSelected(
  matcher: LabelMatcher | undefined,
  { metadata }: PodTemplateDraft,
  field: string,
): readonly FieldError[] {
  if (matcher === undefined || matcher.matches(metadata.labels ?? {})) return [];
  const detail = '`selector` does not match template `labels`';
  return [invalidField(`${field}.metadata.labels`, metadata.labels ?? null, detail)];
}
