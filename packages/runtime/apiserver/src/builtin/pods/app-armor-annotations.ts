import type { PodDraft } from '../core/pod-draft.js';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const LOCAL = 'localhost/';

/** Gives containers the profiles that annotations name, as before there were fields; returns warnings about it. */
export function moveAppArmorAnnotations({ metadata, spec }: PodDraft): readonly string[] {
  const annotations = metadata.annotations ?? {};
  if ((spec['os'] as { name?: string } | undefined)?.name === 'windows') return [];
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  return containers.flatMap((container) => {
    const key = `${APP_ARMOR}${container.name}`;
    const annotation = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
    const context = container.securityContext as { appArmorProfile?: object } | undefined;
    if (annotation === undefined || context?.appArmorProfile !== undefined) return [];
    const profile = profileOf(annotation);
    if (profile !== undefined) Object.assign(container, { securityContext: { ...context, appArmorProfile: profile } });
    return [`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`];
  });
}

function profileOf(annotation: string): { type: string; localhostProfile?: string } | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const local = annotation.startsWith(LOCAL) ? annotation.slice(LOCAL.length) : '';
  return local === '' ? undefined : { type: 'Localhost', localhostProfile: local };
}
