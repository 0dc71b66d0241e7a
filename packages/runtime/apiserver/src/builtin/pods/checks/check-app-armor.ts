import { type FieldError, forbiddenField, invalidField } from '@gotk/objects';
import type { DraftMeta } from '../../../drafts/draft.js';
import type { PodSpecDraft } from '../../core/pod-draft.js';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCAL = 'localhost/';
/** What annotations call the types of profiles. */
const ANNOTATED: Readonly<Record<string, string>> = { Unconfined: 'unconfined', RuntimeDefault: 'runtime/default' };

/** What is wrong with the annotations that gave containers their profiles before there were fields. */
export function checkAppArmorAnnotations(
  { annotations = {} }: DraftMeta,
  spec: PodSpecDraft,
  field: string,
): readonly FieldError[] {
  const names = containersOf(spec, '').map(({ name }) => name);
  return Object.entries(annotations).flatMap(([key, profile]) => {
    if (!key.startsWith(PREFIX)) return [];
    const name = key.slice(PREFIX.length);
    const isKnown = ['', ...Object.values(ANNOTATED)].includes(profile) || profile.startsWith(LOCAL);
    const detail = `invalid AppArmor profile name: ${JSON.stringify(profile)}`;
    return [
      ...(names.includes(name) ? [] : [invalidField(`${field}[${key}]`, name, 'container not found')]),
      ...(isKnown ? [] : [invalidField(`${field}[${key}]`, profile, detail)]),
    ];
  });
}

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

/** Errors for containers whose annotation and field, or their pod's, name different profiles. */
export function checkAppArmorMatches(
  { annotations = {} }: DraftMeta,
  spec: PodSpecDraft,
  field: string,
): readonly FieldError[] {
  if ((spec['os'] as { readonly name?: string } | undefined)?.name === 'windows') return [];
  const ofPod = profileOf(spec.securityContext);
  return containersOf(spec, field).flatMap(({ name, securityContext, place }) => {
    const key = `${PREFIX}${name}`;
    const profile = profileOf(securityContext) ?? ofPod;
    if (profile === undefined || !Object.hasOwn(annotations, key)) return [];
    return checkMatch(annotations[key] ?? '', profile, `${place}.securityContext.appArmorProfile`);
  });
}

function checkMatch(annotation: string, { type = '', localhostProfile }: Profile, field: string) {
  const types = forbiddenField(`${field}.type`, 'apparmor type in annotation and field must match');
  if (type !== 'Localhost') {
    const expected = Object.hasOwn(ANNOTATED, type) ? ANNOTATED[type] : undefined;
    return expected === undefined || annotation === expected ? [] : [types];
  }
  if (!annotation.startsWith(LOCAL)) return [types];
  const isSame = annotation.slice(LOCAL.length) === localhostProfile;
  const detail = 'apparmor profile in annotation and field must match';
  return isSame ? [] : [forbiddenField(`${field}.localhostProfile`, detail)];
}

function profileOf(context: unknown): Profile | undefined {
  return ((context ?? {}) as { readonly appArmorProfile?: Profile }).appArmorProfile;
}

function containersOf(spec: PodSpecDraft, field: string) {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map(({ name, securityContext }, index) => ({
      name,
      securityContext,
      place: `${field}.${list}[${index}]`,
    })),
  );
}
