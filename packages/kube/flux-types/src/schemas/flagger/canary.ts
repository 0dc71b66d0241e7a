import { choice, flag, integer, list, map, number, object, required, sharedObject, text, time } from '../build.js';
import { column } from '../fields/printer-columns.js';
import { singleVersionKind } from '../kind.js';
import type { ObjectSchema, Schema } from '../schema.js';
import { canaryAnalysis } from './canary-analysis.js';
import { canaryService } from './canary-service.js';
import { FLAGGER_GROUP } from './group.js';

const PROVIDERS = [
  'apisix',
  'appmesh',
  'appmesh:v1beta2',
  'contour',
  'gatewayapi:v1',
  'gatewayapi:v1beta1',
  'gloo',
  'istio',
  'knative',
  'kubernetes',
  'kuma',
  'linkerd',
  'nginx',
  'osm',
  'skipper',
  'smi:v1alpha1',
  'smi:v1alpha2',
  'smi:v1alpha3',
  'traefik',
];

const PHASES = [
  '',
  'Initializing',
  'Initialized',
  'Waiting',
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'Succeeded',
  'Failed',
  'Terminating',
  'Terminated',
];

function reference(
  name: string,
  about: string,
  kinds: readonly string[],
  more: Readonly<Record<string, Schema>> = {},
): ObjectSchema {
  return object(name, about, {
    apiVersion: required(text('API version of the object.')),
    kind: required(choice('Kind of the object.', kinds)),
    name: required(text('Name of the object.')),
    ...more,
  });
}

const autoscalerRef = reference(
  'CanaryAutoscalerReference',
  'The autoscaler to copy for the primary.',
  ['HorizontalPodAutoscaler', 'ScaledObject'],
  {
    primaryScalerQueries: map('Queries of the scaler of the primary, by trigger.'),
    primaryScalerReplicas: object('CanaryScalerReplicas', 'Limits for the primary.', {
      minReplicas: integer('Least number of pods.', { minimum: 1 }),
      maxReplicas: integer('Most pods.', { minimum: 1 }),
    }),
  },
);

const spec = object('CanarySpec', 'What to roll out, and how.', {
  targetRef: required(
    reference('CanaryTargetReference', 'The workload to roll out.', ['DaemonSet', 'Deployment', 'Service']),
  ),
  autoscalerRef,
  ingressRef: reference('CanaryIngressReference', 'The Ingress to copy.', ['Ingress']),
  routeRef: reference('CanaryRouteReference', 'The APISIX route to copy.', ['ApisixRoute']),
  upstreamRef: reference('CanaryUpstreamReference', 'The Gloo upstream to copy.', ['Upstream'], {
    namespace: text('Namespace of the object; default: that of the Canary.'),
  }),
  provider: choice('Router of traffic; default: that of the controller.', PROVIDERS),
  metricsServer: text('Address of Prometheus; default: that of the controller.'),
  progressDeadlineSeconds: number('Seconds in which the workload must make progress.'),
  service: canaryService,
  analysis: required(canaryAnalysis),
  skipAnalysis: flag('Promotes without analysis.'),
  revertOnDeletion: flag('Gives the workload its replicas back when the Canary is deleted.'),
  suspend: flag('Stops the rollout until it is set to false.'),
});

const condition = sharedObject('CanaryCondition', 'One observed aspect of the rollout.', {
  type: required(text('Name of the aspect.')),
  status: required(text('Whether the aspect holds.')),
  reason: required(text('Why, in one word.')),
  message: text('Why, in words for people.'),
  lastUpdateTime: time('When the condition was last written.'),
  lastTransitionTime: time('When the status last changed.'),
});

const status = object('CanaryStatus', 'How far the rollout is.', {
  phase: choice('Phase of the rollout.', PHASES),
  canaryWeight: number('Percentage of traffic that the canary gets.'),
  iterations: number('Checks done.'),
  failedChecks: number('Checks failed.'),
  lastAppliedSpec: text('Hash of the pod template last seen.'),
  lastPromotedSpec: text('Hash of the pod template last promoted.'),
  lastTransitionTime: time('When the phase last changed.'),
  trackedConfigs: map('Checksums of the ConfigMaps and Secrets in use.'),
  sessionAffinityCookie: text('Cookie of the running rollout.'),
  primarySessionAffinityCookie: text('Cookie of callers that saw the primary.'),
  previousSessionAffinityCookie: text('Cookie of the last rollout.'),
  conditions: list('What the controller last observed.', condition),
});

/** Canary: a progressive rollout. */
export const canary = singleVersionKind({
  ...FLAGGER_GROUP,
  kind: 'Canary',
  plural: 'canaries',
  humanName: 'canary',
  description: 'Rolls out a new version of a workload step by step.',
  spec,
  status,
  columns: [
    column('Status', '.status.phase'),
    column('Weight', '.status.canaryWeight'),
    { name: 'Suspended', type: 'boolean', jsonPath: '.spec.suspend', priority: 1 },
    column('FailedChecks', '.status.failedChecks', 1),
    column('Interval', '.spec.analysis.interval', 1),
    { name: 'Mirror', type: 'boolean', jsonPath: '.spec.analysis.mirror', priority: 1 },
    column('StepWeight', '.spec.analysis.stepWeight', 1),
    column('StepWeights', '.spec.analysis.stepWeights', 1),
    column('MaxWeight', '.spec.analysis.maxWeight', 1),
    column('LastTransitionTime', '.status.lastTransitionTime'),
  ],
});
