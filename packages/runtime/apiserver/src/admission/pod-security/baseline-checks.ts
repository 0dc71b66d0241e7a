import {
  type CheckedContainer,
  type CheckedPod,
  containersOf,
  named,
  plural,
  quoted,
  setters,
  sortedOnce,
  type Violation,
} from './pod-parts.js';

/** A rule; it tells what is wrong with a pod, for the rules of a minor version of Kubernetes. */
export type SecurityCheck = (pod: CheckedPod, minor: number) => Violation | undefined;

const CAPABILITIES = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];
const SAFE_PROFILES = ['RuntimeDefault', 'Localhost'];
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
/** Since when which kernel parameters are safe. */
const SYSCTLS: readonly (readonly [since: number, ...names: readonly string[]])[] = [
  [
    0,
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.ping_group_range',
    'net.ipv4.ip_unprivileged_port_start',
  ],
  [27, 'net.ipv4.ip_local_reserved_ports'],
  [
    29,
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_keepalive_intvl',
    'net.ipv4.tcp_keepalive_probes',
  ],
  [32, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const SELINUX_ENGINE_SINCE = 31;
const SECCOMP_FIELDS_SINCE = 19;
const HOST_PROBES_SINCE = 34;
const USER_NAMESPACES_SINCE = 35;

/** The rules of the level `baseline`, by their names, in the order in which they are told. */
export const baselineChecks: Readonly<Record<string, SecurityCheck>> = {
  appArmorProfile: checkAppArmor,
  capabilities_baseline: checkCapabilities,
  hostNamespaces: ({ spec }) => {
    const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
    return violation(used, 'host namespaces', () => used.map((field) => `${field}=true`).join(', '));
  },
  hostPathVolumes: ({ spec: { volumes = [] } }) => {
    const names = volumes.filter((volume) => volume['hostPath'] !== undefined).map(({ name }) => name);
    return violation(names, 'hostPath volumes', () => `${plural('volume', names.length)} ${quoted(names)}`);
  },
  hostPorts: checkHostPorts,
  hostProbesAndHostLifecycle: checkHosts,
  privileged: ({ spec }) => {
    const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.privileged === true);
    return violation(bad, 'privileged', () => `${named(bad)} must not set securityContext.privileged=true`);
  },
  procMount: (pod, minor) =>
    minor >= USER_NAMESPACES_SINCE && pod.spec.hostUsers === false ? undefined : checkProcMount(pod),
  seLinuxOptions: checkSeLinux,
  seccompProfile_baseline: (pod, minor) => (minor < SECCOMP_FIELDS_SINCE ? undefined : checkSeccomp(pod)),
  sysctls: ({ spec }, minor) => {
    const allowed = SYSCTLS.flatMap(([since, ...names]) => (since <= minor ? names : []));
    const names = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !allowed.includes(name));
    return violation(names, 'forbidden sysctls', () => names.join(', '));
  },
  windowsHostProcess: ({ spec }) => {
    const isHost = ({ securityContext }: Pick<CheckedContainer, 'securityContext'>): boolean =>
      securityContext?.windowsOptions?.hostProcess === true;
    const bad = setters(spec.securityContext?.windowsOptions?.hostProcess === true, containersOf(spec).filter(isHost));
    const wanted = 'must not set securityContext.windowsOptions.hostProcess=true';
    return violation(bad, 'hostProcess', () => `${bad.join(' and ')} ${wanted}`);
  },
};

function violation(found: readonly unknown[], reason: string, detail: () => string): Violation | undefined {
  return found.length === 0 ? undefined : { reason, detail: detail() };
}

function checkAppArmor({ metadata, spec }: CheckedPod): Violation | undefined {
  const isBad = (profile: { readonly type?: string } | undefined): boolean =>
    profile !== undefined && !SAFE_PROFILES.includes(profile.type ?? '');
  const own = spec.securityContext?.appArmorProfile;
  const containers = containersOf(spec).filter(({ securityContext }) => isBad(securityContext?.appArmorProfile));
  const profiles = [...(isBad(own) ? [own] : []), ...containers.map((each) => each.securityContext?.appArmorProfile)];
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APP_ARMOR) && !isSafeAnnotation(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  const values = [...sortedOnce(profiles.map((profile) => profile?.type ?? '')), ...annotations];
  const who = [
    ...setters(isBad(own), containers),
    ...(annotations.length > 0 ? [plural('annotation', annotations.length)] : []),
  ];
  const wanted = 'must not set AppArmor profile type to';
  const reason = plural('forbidden AppArmor profile', values.length);
  return violation(who, reason, () => `${who.join(' and ')} ${wanted} ${quoted(values)}`);
}

function isSafeAnnotation(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

function checkCapabilities({ spec }: CheckedPod): Violation | undefined {
  const added = ({ securityContext }: CheckedContainer): readonly string[] =>
    (securityContext?.capabilities?.add ?? []).filter((name) => !CAPABILITIES.includes(name));
  const bad = containersOf(spec).filter((container) => added(container).length > 0);
  const what = (): string => quoted(sortedOnce(bad.flatMap(added)));
  const reason = 'non-default capabilities';
  return violation(bad, reason, () => `${named(bad)} must not include ${what()} in securityContext.capabilities.add`);
}

function checkHostPorts({ spec }: CheckedPod): Violation | undefined {
  const used = ({ ports = [] }: CheckedContainer): readonly string[] =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
  const bad = containersOf(spec).filter((container) => used(container).length > 0);
  return violation(bad, 'hostPort', () => {
    const ports = sortedOnce(bad.flatMap(used));
    return `${named(bad)} ${uses(bad)} ${plural('hostPort', ports.length)} ${ports.join(', ')}`;
  });
}

function uses(containers: readonly CheckedContainer[]): string {
  return containers.length === 1 ? 'uses' : 'use';
}

function checkHosts({ spec }: CheckedPod, minor: number): Violation | undefined {
  if (minor < HOST_PROBES_SINCE) return undefined;
  const hosts = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: CheckedContainer): readonly string[] =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap((handler) =>
      [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''].filter((host) => host !== ''),
    );
  const found = containersOf(spec).filter((container) => hosts(container).length > 0);
  const bad = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  return violation(bad, 'probe or lifecycle host', () => {
    const all = sortedOnce(bad.flatMap(hosts));
    return `${named(bad)} ${uses(bad)} ${plural('probe or lifecycle host', all.length)} ${quoted(all)}`;
  });
}

/** How `/proc` is mounted. */
export function checkProcMount({ spec }: CheckedPod): Violation | undefined {
  const kind = ({ securityContext }: CheckedContainer): string => securityContext?.procMount ?? 'Default';
  const bad = containersOf(spec).filter((container) => kind(container) !== 'Default');
  const what = (): string => quoted(sortedOnce(bad.map(kind)));
  return violation(bad, 'procMount', () => `${named(bad)} must not set securityContext.procMount to ${what()}`);
}

function checkSeLinux({ spec }: CheckedPod, minor: number): Violation | undefined {
  const types = minor >= SELINUX_ENGINE_SINCE ? [...SELINUX_TYPES, 'container_engine_t'] : SELINUX_TYPES;
  const isBad = (context: CheckedContainer['securityContext']): boolean => {
    const { type = '', user = '', role = '' } = context?.seLinuxOptions ?? {};
    return !types.includes(type) || user !== '' || role !== '';
  };
  const containers = containersOf(spec).filter(({ securityContext }) => isBad(securityContext));
  const who = setters(isBad(spec.securityContext), containers);
  return violation(who, 'seLinuxOptions', () => {
    const all = [spec.securityContext, ...containers.map((each) => each.securityContext)].map(
      (context) => context?.seLinuxOptions ?? {},
    );
    const bad = sortedOnce(all.map(({ type = '' }) => type).filter((type) => !types.includes(type)));
    const what = [
      ...(bad.length > 0 ? [`${plural('type', bad.length)} ${quoted(bad)}`] : []),
      ...(all.some(({ user = '' }) => user !== '') ? ['user may not be set'] : []),
      ...(all.some(({ role = '' }) => role !== '') ? ['role may not be set'] : []),
    ];
    return `${who.join(' and ')} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`;
  });
}

/** Profiles of system calls that are set, but to something unsafe. */
export function checkSeccomp({ spec }: CheckedPod): Violation | undefined {
  const isBad = (context: CheckedContainer['securityContext']): boolean =>
    context?.seccompProfile !== undefined && !SAFE_PROFILES.includes(context.seccompProfile.type ?? '');
  const containers = containersOf(spec).filter(({ securityContext }) => isBad(securityContext));
  const isPod = isBad(spec.securityContext);
  const who = setters(isPod, containers);
  return violation(who, 'seccompProfile', () => {
    const contexts = [...(isPod ? [spec.securityContext] : []), ...containers.map((each) => each.securityContext)];
    const values = sortedOnce(contexts.map((context) => context?.seccompProfile?.type ?? ''));
    return `${who.join(' and ')} must not set securityContext.seccompProfile.type to ${quoted(values)}`;
  });
}
