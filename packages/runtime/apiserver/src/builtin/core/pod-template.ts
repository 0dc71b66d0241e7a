import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkPodTemplate } from '../pods/check-pod-template.js';
import { podWarnings } from '../pods/pod-warnings.js';
import type { PodTemplateDraft } from './pod-draft.js';

interface TemplateDraft extends DraftObject {
  template: PodTemplateDraft;
}

/** PodTemplates are what pods can be made of. */
export const podTemplateKind = builtinKind<TemplateDraft>({
  strategy: {
    validate: (object) => [...namespacedMeta(object), ...checkPodTemplate(object.template, 'template')],
    validateUpdate: (object, old) => [...changedMeta(object, old), ...checkPodTemplate(object.template, 'template')],
    warn: ({ metadata, template }, old) =>
      old !== undefined && metadata.generation === old.metadata.generation ? [] : podWarnings(template, 'template.'),
  },
});
