import { type FieldError, forbiddenField } from '@gotk/objects';
import type { PodSpecDraft } from '../../core/pod-draft.js';

type Context = Readonly<Record<string, unknown>>;

/** What pods of Windows have no use for, in the order in which it is told; what has no dot is a field of the spec. */
const NOT_ON_WINDOWS = [
  'securityContext.appArmorProfile',
  'securityContext.seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'securityContext.seccompProfile',
  'securityContext.fsGroup',
  'securityContext.fsGroupChangePolicy',
  'securityContext.sysctls',
  'shareProcessNamespace',
  'securityContext.runAsUser',
  'securityContext.runAsGroup',
  'securityContext.supplementalGroups',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.seLinuxChangePolicy',
];
const NOT_IN_WINDOWS_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** What does not go together with the operating system that a pod says it is for. */
export function checkOs(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const { name } = (spec['os'] ?? {}) as { readonly name?: string };
  const containers = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      context: container.securityContext as Context | undefined,
      place: `${field}.${list}[${index}].securityContext`,
    })),
  );
  const pod = (spec.securityContext ?? {}) as Context;
  if (name === 'linux') {
    const detail = 'windows options cannot be set for a linux pod';
    return [{ context: pod, place: `${field}.securityContext` }, ...containers].flatMap(({ context, place }) =>
      context?.['windowsOptions'] === undefined ? [] : [forbiddenField(`${place}.windowsOptions`, detail)],
    );
  }
  if (name !== 'windows') return [];
  const refuse = (place: string): FieldError => forbiddenField(place, 'cannot be set for a windows pod');
  return [
    ...NOT_ON_WINDOWS.filter((path) => isSet(path.includes('.') ? pod[path.split('.')[1] ?? ''] : spec[path])).map(
      (path) => refuse(`${field}.${path}`),
    ),
    ...containers.flatMap(({ context = {}, place }) =>
      NOT_IN_WINDOWS_CONTAINERS.filter((key) => context[key] !== undefined).map((key) => refuse(`${place}.${key}`)),
    ),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** Users of the pod's own do not go together with what is shared with the node. */
export function checkHostUsers(spec: PodSpecDraft, field: string): readonly FieldError[] {
  if (spec['hostUsers'] !== false) return [];
  const shared = [
    ...(spec.hostNetwork === true ? ['hostNetwork'] : []),
    ...(spec.hostPID === true ? ['HostPID'] : []),
    ...(spec['hostIPC'] === true ? ['HostIPC'] : []),
  ];
  const devices = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap((container, index) => {
      const { volumeDevices = [] } = container as { volumeDevices?: readonly unknown[] };
      return volumeDevices.length > 0 ? [`${list}[${index}].volumeDevices`] : [];
    }),
  );
  return [...shared, ...devices].map((name) => forbiddenField(`${field}.${name}`, 'when `hostUsers` is false'));
}
