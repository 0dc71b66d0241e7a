import { choice, flag, list, map, number, object, required, text } from '../build.js';
import { flaggerRef, formattedText, wholeDuration } from './group.js';
import { headerMatch, queryMatch } from './string-match.js';

const match = object('CanaryAnalysisMatch', 'Requests that go to the canary in an A/B test.', {
  headers: map('Headers by name.', headerMatch),
  queryParams: map('Query parameters by name.', queryMatch),
  sourceLabels: map('Labels of the calling pod.', formattedText()),
});

const metric = object('CanaryMetric', 'A measure and its limits.', {
  name: required(text('Name of the metric.')),
  interval: wholeDuration('Window of the query.'),
  threshold: number('Highest value allowed; prefer thresholdRange.'),
  thresholdRange: object('CanaryThresholdRange', 'Values allowed.', {
    min: number('Lowest value allowed.'),
    max: number('Highest value allowed.'),
  }),
  query: text('Prometheus query.'),
  templateRef: flaggerRef('The MetricTemplate to query.'),
  templateVariables: map('Variables of the template.'),
});

const alert = object('CanaryAlert', 'Where to tell of the rollout.', {
  name: required(text('Name of the alert.')),
  severity: choice('Lowest severity that is sent; default: info.', ['', 'info', 'warn', 'error']),
  providerRef: required(flaggerRef('The AlertProvider to send with.')),
});

const HOOKS = [
  '',
  'confirm-rollout',
  'pre-rollout',
  'rollout',
  'confirm-promotion',
  'post-rollout',
  'event',
  'rollback',
  'confirm-traffic-increase',
];

const webhook = object('CanaryWebhook', 'A call at one point of the rollout.', {
  name: required(text('Name of the webhook.')),
  type: choice('When it is called; default: rollout.', HOOKS),
  url: required(text('Address to call.', { format: 'url' })),
  timeout: wholeDuration('How long the call may take.'),
  retries: number('How many times to try again.'),
  disableTLS: flag('Does not check certificates.'),
  muteAlert: flag('Sends no alert when it fails.'),
  metadata: map('Facts sent along.'),
});

const sessionAffinity = object('CanarySessionAffinity', 'Keeps a caller on the version it saw first.', {
  cookieName: required(text('Cookie of callers that saw the canary.')),
  primaryCookieName: text('Cookie of callers that saw the primary.'),
  domain: text('Domain of the cookies.'),
  path: text('Path of the cookies.'),
  maxAge: number('Lifetime of the cookies in seconds.', { default: 86400 }),
  httpOnly: flag('Hides the cookies from scripts.'),
  partitioned: flag('Keeps the cookies apart for each top-level site.'),
  sameSite: choice('Whether other sites send the cookies.', ['Strict', 'Lax', 'None']),
  secure: flag('Sends the cookies over https only.'),
});

const PLANS = ['iterations', 'stepWeight', 'stepWeights'];

/** `spec.analysis`. */
export const canaryAnalysis = object(
  'CanaryAnalysis',
  'How a new version is tried and judged.',
  {
    interval: wholeDuration('Time between checks.'),
    threshold: number('Failed checks after which the rollout is undone.'),
    iterations: number('Checks of an A/B test or a blue/green switch.'),
    stepWeight: number('Percentage by which the traffic of the canary grows.'),
    stepWeights: list('Percentages of the canary, step by step.', number()),
    stepWeightPromotion: number('Percentage by which traffic goes back to the primary on promotion.'),
    maxWeight: number('Highest percentage of the canary.'),
    mirror: flag('Copies requests to the canary before it gets traffic.'),
    mirrorWeight: number('Percentage of requests to copy.'),
    primaryReadyThreshold: number('Percentage of pods of the primary that must be ready.'),
    canaryReadyThreshold: number('Percentage of pods of the canary that must be ready.'),
    match: list('Requests that go to the canary in an A/B test.', match),
    metrics: list('Measures that must stay within limits.', metric),
    alerts: list('Where to tell of the rollout.', alert),
    webhooks: list('Calls at points of the rollout.', webhook),
    sessionAffinity,
  },
  { extra: { oneOf: PLANS.map((plan) => ({ required: ['interval', 'threshold', plan] })) } },
);
