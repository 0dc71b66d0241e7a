import { baselineChecks, checkProcMount, checkSeccomp, type SecurityCheck } from './baseline-checks.js';
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

const VOLUMES = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
];
const ESCALATION_SINCE = 8;
const SECCOMP_SINCE = 19;
const CAPABILITIES_SINCE = 22;
const USER_SINCE = 23;
const OS_SINCE = 25;
const USER_NAMESPACES_SINCE = 35;

/** A rule, since when there is it, and the rules of the lower level that it stands for. */
interface RestrictedCheck {
  readonly since: number;
  readonly instead?: string;
  readonly check: SecurityCheck;
}

/** The rules that the level `restricted` adds, in the order in which they are told. */
const restrictedChecks: readonly RestrictedCheck[] = [
  { since: ESCALATION_SINCE, check: unlessWindows(checkEscalation) },
  { since: CAPABILITIES_SINCE, instead: 'capabilities_baseline', check: unlessWindows(checkCapabilities) },
  { since: USER_NAMESPACES_SINCE, instead: 'procMount', check: checkProcMount },
  { since: 0, instead: 'hostPathVolumes', check: checkVolumes },
  { since: 0, check: unlessOwnUsers(checkNonRoot) },
  { since: USER_SINCE, check: unlessOwnUsers(checkUser) },
  { since: SECCOMP_SINCE, instead: 'seccompProfile_baseline', check: unlessWindows(checkProfile) },
];

/** The rules of the level `restricted` in a minor version of Kubernetes: those of `baseline` first. */
export function restrictedChecksOf(minor: number): readonly SecurityCheck[] {
  const own = restrictedChecks.filter(({ since }) => since <= minor);
  const replaced = own.map(({ instead }) => instead);
  const below = Object.entries(baselineChecks).filter(([name]) => !replaced.includes(name));
  return [...below.map(([, check]) => check), ...own.map(({ check }) => check)];
}

/** Windows has none of this. */
function unlessWindows(check: SecurityCheck): SecurityCheck {
  return (pod, minor) => (minor >= OS_SINCE && pod.spec.os?.name === 'windows' ? undefined : check(pod, minor));
}

/** Who has users of their own on the host is no root there. */
function unlessOwnUsers(check: SecurityCheck): SecurityCheck {
  return (pod, minor) =>
    minor >= USER_NAMESPACES_SINCE && pod.spec.hostUsers === false ? undefined : check(pod, minor);
}

function checkEscalation({ spec }: CheckedPod): Violation | undefined {
  const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  const detail = `${named(bad)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
}

function checkCapabilities({ spec }: CheckedPod): Violation | undefined {
  const added = ({ securityContext }: CheckedContainer): readonly string[] =>
    (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const containers = containersOf(spec);
  const keeping = containers.filter(
    ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes('ALL'),
  );
  const adding = containers.filter((container) => added(container).length > 0);
  const details = [
    ...(keeping.length > 0 ? [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [
          `${named(adding)} must not include ${quoted(sortedOnce(adding.flatMap(added)))} in securityContext.capabilities.add`,
        ]
      : []),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

function checkVolumes({ spec: { volumes = [] } }: CheckedPod): Violation | undefined {
  const bad = volumes.filter((volume) => !VOLUMES.some((type) => volume[type] !== undefined));
  if (bad.length === 0) return undefined;
  const types = sortedOnce(bad.map((volume) => Object.keys(volume).find((field) => field !== 'name') ?? 'unknown'));
  const names = `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  const detail = `${names} ${bad.length === 1 ? 'uses' : 'use'} ${plural('restricted volume type', types.length)} ${quoted(types)}`;
  return { reason: 'restricted volume types', detail };
}

function checkNonRoot({ spec }: CheckedPod): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const ofPod = spec.securityContext?.runAsNonRoot;
  const containers = containersOf(spec);
  const own = ({ securityContext }: CheckedContainer): boolean | undefined => securityContext?.runAsNonRoot;
  const who = setters(
    ofPod === false,
    containers.filter((container) => own(container) === false),
  );
  if (who.length > 0) return { reason, detail: `${who.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  const silent = ofPod === true ? [] : containers.filter((container) => own(container) === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${named(silent)} must set securityContext.runAsNonRoot=true` };
}

function checkUser({ spec }: CheckedPod): Violation | undefined {
  const isRoot = (context: CheckedContainer['securityContext']): boolean => context?.runAsUser === 0;
  const containers = containersOf(spec).filter(({ securityContext }) => isRoot(securityContext));
  const who = setters(isRoot(spec.securityContext), containers);
  if (who.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${who.join(' and ')} must not set runAsUser=0` };
}

function checkProfile(pod: CheckedPod): Violation | undefined {
  const wrong = checkSeccomp(pod);
  if (wrong !== undefined || pod.spec.securityContext?.seccompProfile !== undefined) return wrong;
  const silent = containersOf(pod.spec).filter(({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason: 'seccompProfile', detail: `pod or ${named(silent)} ${wanted}` };
}
