import { imageTag } from '../core/image-tag.js';
import type { ContainerDraft, PodDraft, PodSpecDraft, ProbeDraft, VolumeDraft } from '../core/pod-draft.js';
import { aggregateRequests, isPodLevelResource } from '../core/pod-resources.js';
import { copyMissing, declareDefaults } from './declare-defaults.js';
import { roundResources } from './round-resources.js';
import type { TypeDefaults } from './type-defaults.js';

const CORE = 'io.k8s.api.core.v1';
const VOLUME_MODE = 0o644;

interface PodAddresses {
  podIP?: string;
  podIPs?: { ip?: string }[];
}

const volumeMode = declareDefaults<{ defaultMode?: number }>((source) => {
  source.defaultMode ??= VOLUME_MODE;
});

const container = declareDefaults<ContainerDraft>((value) => {
  value.imagePullPolicy ||= imageTag(value.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
  value.terminationMessagePath ||= '/dev/termination-log';
  value.terminationMessagePolicy ||= 'File';
});

/** Defaults of pods and of the pod templates in other kinds. */
export const podDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${CORE}.PodSpec`]: declareDefaults<PodSpecDraft>((spec) => {
    spec.dnsPolicy ||= 'ClusterFirst';
    spec.restartPolicy ||= 'Always';
    spec.securityContext ??= {};
    spec.terminationGracePeriodSeconds ??= 30;
    spec.schedulerName ||= 'default-scheduler';
    // The older name follows the newer one.
    if (spec.serviceAccountName !== undefined) spec.serviceAccount = spec.serviceAccountName;
    else if (spec.serviceAccount !== undefined) spec.serviceAccountName = spec.serviceAccount;
    if (spec.hostNetwork === true) for (const one of allContainers(spec)) exposeOnHost(one);
  }),
  [`${CORE}.PodStatus`]: declareDefaults<PodAddresses>((status) => {
    // The first of the addresses is the one that there was before there could be several.
    const { podIP = '', podIPs = [] } = status;
    if (podIP !== '' && podIPs[0]?.ip !== podIP) status.podIPs = [{ ip: podIP }];
    else if (podIPs[0]?.ip !== undefined) status.podIP = podIPs[0].ip;
  }),
  [`${CORE}.Container`]: container,
  [`${CORE}.EphemeralContainer`]: container,
  [`${CORE}.ResourceRequirements`]: roundResources('limits', 'requests'),
  [`${CORE}.Probe`]: declareDefaults<ProbeDraft>((probe) => {
    probe.timeoutSeconds ||= 1;
    probe.periodSeconds ||= 10;
    probe.successThreshold ||= 1;
    probe.failureThreshold ||= 3;
  }),
  [`${CORE}.GRPCAction`]: declareDefaults<{ service?: string | null }>((action) => {
    action.service ??= '';
  }),
  [`${CORE}.HTTPGetAction`]: declareDefaults<{ path?: string; scheme?: string }>((action) => {
    action.path ||= '/';
    action.scheme ||= 'HTTP';
  }),
  [`${CORE}.ObjectFieldSelector`]: declareDefaults<{ apiVersion?: string }>((selector) => {
    selector.apiVersion ||= 'v1';
  }),
  [`${CORE}.Volume`]: declareDefaults<VolumeDraft & { image?: { reference?: string; pullPolicy?: string } }>(
    (volume) => {
      if (Object.keys(volume).length <= 1) volume['emptyDir'] = {};
      if (volume.image !== undefined) {
        volume.image.pullPolicy ||= imageTag(volume.image.reference ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
      }
    },
  ),
  [`${CORE}.SecretVolumeSource`]: volumeMode,
  [`${CORE}.ConfigMapVolumeSource`]: volumeMode,
  [`${CORE}.DownwardAPIVolumeSource`]: volumeMode,
  [`${CORE}.ProjectedVolumeSource`]: volumeMode,
  [`${CORE}.HostPathVolumeSource`]: declareDefaults<{ type?: string }>((source) => {
    source.type ??= '';
  }),
  [`${CORE}.ServiceAccountTokenProjection`]: declareDefaults<{ expirationSeconds?: number }>((projection) => {
    projection.expirationSeconds ??= 3600;
  }),
  [`${CORE}.Pod`]: declareDefaults<PodDraft>((pod) => {
    for (const one of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) requestLimits(one);
    defaultPodRequests(pod.spec);
    pod.spec.enableServiceLinks ??= true;
  }),
};

function allContainers({ containers, initContainers }: PodSpecDraft): readonly ContainerDraft[] {
  return [...(containers ?? []), ...(initContainers ?? [])];
}

/** On the host's network every container port is a port of the host. */
function exposeOnHost({ ports = [] }: ContainerDraft): void {
  for (const port of ports) port.hostPort ||= port.containerPort;
}

/** Whoever is limited but asks for nothing asks for the limit. */
function requestLimits({ resources }: ContainerDraft): void {
  if (resources?.limits === undefined) return;
  resources.requests ??= {};
  copyMissing(resources.limits, resources.requests);
}

/** A pod with limits of its own asks for what its containers do, else for its limits. */
function defaultPodRequests(spec: PodSpecDraft): void {
  const { resources } = spec;
  if (resources === undefined || Object.keys(resources.limits ?? {}).length === 0) return;
  const requests = { ...resources.requests };
  const podLevel = (list: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(list).filter(([name]) => isPodLevelResource(name)));
  copyMissing(podLevel(aggregateRequests(spec)), requests);
  copyMissing(podLevel(resources.limits ?? {}), requests);
  if (Object.keys(requests).length > 0) resources.requests = requests;
}
