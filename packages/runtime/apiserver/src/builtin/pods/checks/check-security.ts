import { type FieldError, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import type { PodSpecDraft } from '../../core/pod-draft.js';
import { withInternalValue } from '../../internal-values/with-internal-value.js';
import { checkDescendingPath } from './check-paths.js';
import { checkSysctls } from './check-sysctls.js';
import { checkWindowsOptions } from './check-windows.js';

type Context = Readonly<Record<string, unknown>>;

const MAX_ID = 2_147_483_647;
const ID_DETAIL = `must be between 0 and ${MAX_ID}, inclusive`;

function checkIds(context: Context, names: readonly string[], field: string): readonly FieldError[] {
  return names.flatMap((name) => checkId(context[name], `${field}.${name}`));
}

function checkId(id: unknown, field: string): readonly FieldError[] {
  return typeof id !== 'number' || (id >= 0 && id <= MAX_ID) ? [] : [invalidField(field, id, ID_DETAIL)];
}

/** What is wrong with the security context of a container. */
export function checkContainerSecurity(context: Context | undefined, field: string): readonly FieldError[] {
  if (context === undefined) return [];
  return [
    ...checkIds(context, ['runAsUser', 'runAsGroup'], field),
    ...checkProcMount(context['procMount'], field),
    ...checkProfile(context['seccompProfile'], `${field}.seccompProfile`),
    ...checkEscalation(context, field),
    ...checkWindowsOptions(context['windowsOptions'], `${field}.windowsOptions`),
    ...checkAppArmor(context['appArmorProfile'], `${field}.appArmorProfile`),
  ];
}

function checkProcMount(mount: unknown, field: string): readonly FieldError[] {
  if (mount === undefined || mount === 'Default') return [];
  if (mount !== 'Unmasked') return [notSupportedField(`${field}.procMount`, String(mount), ['Default', 'Unmasked'])];
  return [invalidField(`${field}.procMount`, 'Unmasked', '`hostUsers` must be false to use `Unmasked`')];
}

function checkEscalation(context: Context, field: string): readonly FieldError[] {
  if (context['allowPrivilegeEscalation'] !== false) return [];
  const refuse = (detail: string) =>
    withInternalValue(invalidField(field, null, detail), 'core.SecurityContext', context);
  const errors: FieldError[] = [];
  if (context['privileged'] === true)
    errors.push(refuse('cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
  const added = (context['capabilities'] as { readonly add?: readonly string[] } | undefined)?.add ?? [];
  if (added.includes('CAP_SYS_ADMIN')) {
    errors.push(refuse('cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
  }
  return errors;
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function checkProfile(profile: unknown, field: string): readonly FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile as { readonly type?: string; readonly localhostProfile?: string };
  const errors: FieldError[] = [];
  if (type === '') errors.push(requiredField(`${field}.type`, 'type is required when seccompProfile is set'));
  else if (!PROFILE_TYPES.includes(type)) errors.push(notSupportedField(`${field}.type`, type, PROFILE_TYPES));
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    return localhostProfile === undefined
      ? [...errors, requiredField(at, 'must be set when seccomp type is Localhost')]
      : [...errors, ...checkDescendingPath(localhostProfile, at)];
  }
  if (localhostProfile === undefined) return errors;
  const error = invalidField(at, null, 'can only be set when seccomp type is Localhost');
  return [...errors, withInternalValue(error, 'core.SeccompProfile', profile as object)];
}

function checkAppArmor(profile: unknown, field: string): readonly FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile as { readonly type?: string; readonly localhostProfile?: string };
  if (type === '') return [requiredField(`${field}.type`, 'type is required when appArmorProfile is set')];
  if (!PROFILE_TYPES.includes(type)) return [notSupportedField(`${field}.type`, type, PROFILE_TYPES)];
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost' && (localhostProfile ?? '') === '')
    return [requiredField(at, 'must be set when AppArmor type is Localhost')];
  if (type !== 'Localhost' && localhostProfile !== undefined)
    return [invalidField(at, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  return [];
}

/** What a pod's policies may be. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
  supplementalGroupsPolicy: ['Merge', 'Strict'],
  // The other one, MountOption, is not switched on.
  seLinuxChangePolicy: ['Recursive'],
};

/** What is wrong with the security context of a pod. */
export function checkPodSecurity(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const context: Context = spec.securityContext ?? {};
  const groups = (context['supplementalGroups'] ?? []) as readonly unknown[];
  const errors: FieldError[] = [
    ...checkIds(context, ['fsGroup', 'runAsUser', 'runAsGroup'], field),
    ...groups.flatMap((id, index) => checkId(id, `${field}.supplementalGroups[${index}]`)),
  ];
  if (spec['shareProcessNamespace'] === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalidField(`${field}.shareProcessNamespace`, true, detail));
  }
  return [
    ...errors,
    ...Object.entries(POLICIES).flatMap(([name, known]) => {
      const policy = context[name];
      if (policy === undefined || known.includes(String(policy))) return [];
      return [notSupportedField(`${field}.${name}`, String(policy), known)];
    }),
    ...checkSysctls((context['sysctls'] ?? []) as readonly { readonly name?: string }[], `${field}.sysctls`),
    ...checkProfile(context['seccompProfile'], `${field}.seccompProfile`),
    ...checkWindowsOptions(context['windowsOptions'], `${field}.windowsOptions`),
    ...checkAppArmor(context['appArmorProfile'], `${field}.appArmorProfile`),
  ];
}
