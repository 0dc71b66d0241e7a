import {
  checkDns1123Label,
  duplicateField,
  type FieldError,
  invalidField,
  requiredField,
  validateLabels,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import type { ResourceList, TolerationDraft } from '../core/pod-draft.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkContainerResources } from '../pods/checks/check-resources.js';
import { checkTolerations } from '../pods/checks/check-scheduling.js';
import { checkImmutable } from '../same-value.js';

interface RuntimeClassDraft extends DraftObject {
  handler: string;
  overhead?: { podFixed?: ResourceList };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: TolerationDraft[] };
}

/** RuntimeClasses name ways in which nodes run containers. */
export const runtimeClassKind = builtinKind<RuntimeClassDraft>({
  strategy: {
    validate: (runtime) => [...clusterMeta(runtime), ...checkHandler(runtime.handler), ...check(runtime)],
    validateUpdate: (runtime, old) => [
      ...changedMeta(runtime, old),
      ...checkHandler(runtime.handler),
      ...check(runtime),
      ...checkImmutable(runtime.handler, old.handler, 'handler'),
    ],
  },
});

function checkHandler(handler: string): readonly FieldError[] {
  if (handler === '') return [requiredField('handler', '')];
  return checkDns1123Label(handler).map((error) => invalidField('handler', handler, error));
}

function check({ overhead, scheduling }: RuntimeClassDraft): readonly FieldError[] {
  return [
    ...(overhead === undefined ? [] : checkContainerResources({ limits: overhead.podFixed ?? {} }, [], 'overhead')),
    ...(scheduling === undefined ? [] : checkScheduling(scheduling)),
  ];
}

function checkScheduling({
  nodeSelector,
  tolerations = [],
}: NonNullable<RuntimeClassDraft['scheduling']>): readonly FieldError[] {
  const field = 'scheduling.tolerations';
  const seen = new Set<string>();
  return [
    ...validateLabels(nodeSelector, 'scheduling.nodeSelector'),
    ...checkTolerations(tolerations, field),
    ...tolerations.flatMap((toleration, index) => {
      const { key = '', operator = '', value = '', effect = '' } = toleration;
      const own = JSON.stringify([key, operator, value, effect]);
      if (!seen.has(own)) {
        seen.add(own);
        return [];
      }
      return [withInternalValue(duplicateField(`${field}[${index}]`, key), 'core.Toleration', toleration)];
    }),
  ];
}
