import type { FieldError, LabelSelector } from '@gotk/objects';
import type { PodTemplateDraft } from '../core/pod-draft.js';
import {
  checkLongRunning,
  checkPodTemplate,
  checkTemplateIsSelected,
  compileDraftSelector,
} from '../pods/check-pod-template.js';
import { checkWorkloadSelector, invalidSelector } from './check-selector.js';

interface Replicated {
  readonly selector: LabelSelector | null;
  readonly template: PodTemplateDraft;
}

/** What is wrong with the selector and the template of a Deployment or ReplicaSet. */
export function checkReplicatedTemplate({ selector, template }: Replicated, kind: string): readonly FieldError[] {
  const matcher = compileDraftSelector(selector);
  const errors = checkWorkloadSelector(selector, 'spec.selector', 'deployment');
  if (matcher === undefined) return [...errors, invalidSelector('spec.selector', selector, 'invalid label selector')];
  return [
    ...errors,
    ...checkTemplateIsSelected(matcher, template, 'spec.template'),
    ...checkPodTemplate(template, 'spec.template'),
    ...checkLongRunning(template, 'spec.template', kind),
  ];
}
