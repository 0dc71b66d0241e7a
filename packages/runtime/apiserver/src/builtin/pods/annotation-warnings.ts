import type { DraftMeta } from '../../drafts/draft.js';
import type { PodSpecDraft } from '../core/pod-draft.js';

const DEPRECATED: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const USE_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const USE_APP_ARMOR = 'deprecated since v1.30; use the "appArmorProfile" field instead';

/** Annotations of a pod or of a template that fields have replaced; `field` is that of the annotations. */
export function annotationWarnings({ annotations = {} }: DraftMeta, field: string): readonly string[] {
  return Object.entries(DEPRECATED).flatMap(([name, advice]) =>
    Object.hasOwn(annotations, name) ? [`${field}[${name}]: ${advice}`] : [],
  );
}

/** The same for those that say how containers are confined. Pods themselves have theirs moved into fields. */
export function confinementWarnings(
  { annotations = {} }: DraftMeta,
  spec: PodSpecDraft,
  { field, isTemplate }: { field: string; isTemplate: boolean },
): readonly string[] {
  const has = (name: string): boolean => Object.hasOwn(annotations, name);
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  const own = (at: object | undefined, name: string): unknown => (at as Record<string, unknown> | undefined)?.[name];
  return [
    ...(has(SECCOMP_POD) && own(spec.securityContext, 'seccompProfile') === undefined
      ? [`${field}[${SECCOMP_POD}]: ${USE_SECCOMP}`]
      : []),
    ...containers.flatMap(({ name, securityContext }) => [
      ...(has(`${SECCOMP_CONTAINER}${name}`) && own(securityContext, 'seccompProfile') === undefined
        ? [`${field}[${SECCOMP_CONTAINER}${name}]: ${USE_SECCOMP}`]
        : []),
      ...(isTemplate && has(`${APP_ARMOR}${name}`) && own(securityContext, 'appArmorProfile') === undefined
        ? [`${field}[${APP_ARMOR}${name}]: ${USE_APP_ARMOR}`]
        : []),
    ]),
  ];
}
