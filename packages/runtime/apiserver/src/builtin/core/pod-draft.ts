import type { DraftMeta, DraftObject } from '../../drafts/draft.js';

/** Amounts by resource name, canonical. */
export type ResourceList = Record<string, string>;

export interface ResourcesDraft {
  limits?: ResourceList;
  requests?: ResourceList;
  claims?: { name: string; request?: string }[];
}

export interface ProbeActionDraft {
  exec?: { command?: string[] };
  httpGet?: {
    path?: string;
    port: string | number;
    host?: string;
    scheme?: string;
    httpHeaders?: { name: string; value: string }[];
  };
  tcpSocket?: { port: string | number; host?: string };
  grpc?: { port: number; service?: string };
  sleep?: { seconds: number };
}

export interface ProbeDraft extends ProbeActionDraft {
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
  terminationGracePeriodSeconds?: number;
}

export interface ContainerPortDraft {
  name?: string;
  hostPort?: number;
  containerPort: number;
  protocol?: string;
  hostIP?: string;
}

export interface EnvVarDraft {
  name: string;
  value?: string;
  valueFrom?: Record<string, unknown>;
}

export interface VolumeMountDraft {
  name: string;
  readOnly?: boolean;
  mountPath: string;
  subPath?: string;
  subPathExpr?: string;
  mountPropagation?: string;
  recursiveReadOnly?: string;
}

export interface ContainerDraft {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  workingDir?: string;
  ports?: ContainerPortDraft[];
  envFrom?: { prefix?: string; configMapRef?: { name?: string }; secretRef?: { name?: string } }[];
  env?: EnvVarDraft[];
  resources?: ResourcesDraft;
  resizePolicy?: { resourceName: string; restartPolicy: string }[];
  restartPolicy?: string;
  volumeMounts?: VolumeMountDraft[];
  volumeDevices?: { name: string; devicePath: string }[];
  livenessProbe?: ProbeDraft;
  readinessProbe?: ProbeDraft;
  startupProbe?: ProbeDraft;
  lifecycle?: { postStart?: ProbeActionDraft; preStop?: ProbeActionDraft; stopSignal?: string };
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
  imagePullPolicy?: string;
  securityContext?: Record<string, unknown>;
  stdin?: boolean;
  stdinOnce?: boolean;
  tty?: boolean;
}

export interface VolumeDraft {
  name: string;
  [source: string]: unknown;
}

export interface TolerationDraft {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface PodSpecDraft {
  volumes?: VolumeDraft[];
  initContainers?: ContainerDraft[];
  containers?: ContainerDraft[] | null;
  ephemeralContainers?: (ContainerDraft & { targetContainerName?: string })[];
  restartPolicy?: string;
  terminationGracePeriodSeconds?: number;
  activeDeadlineSeconds?: number;
  dnsPolicy?: string;
  nodeSelector?: Record<string, string>;
  serviceAccountName?: string;
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  nodeName?: string;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: Record<string, unknown>;
  imagePullSecrets?: { name?: string }[];
  hostname?: string;
  subdomain?: string;
  schedulerName?: string;
  tolerations?: TolerationDraft[];
  priorityClassName?: string;
  priority?: number;
  enableServiceLinks?: boolean;
  preemptionPolicy?: string;
  resources?: ResourcesDraft;
  schedulingGates?: { name: string }[];
  [field: string]: unknown;
}

export interface PodTemplateDraft {
  metadata: DraftMeta;
  spec: PodSpecDraft;
}

export interface PodStatusDraft {
  phase?: string;
  qosClass?: string;
  conditions?: PodConditionDraft[];
  [field: string]: unknown;
}

export interface PodConditionDraft {
  type: string;
  status: string;
  observedGeneration?: number;
  lastProbeTime?: string | null;
  lastTransitionTime?: string | null;
  reason?: string;
  message?: string;
}

/** A Pod under way to the store. */
export interface PodDraft extends DraftObject {
  spec: PodSpecDraft;
  status: PodStatusDraft;
}
