import { choice, described, flag, list, object, required, text } from '../build.js';
import { commonMetadata } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { namespaceName, objectName } from '../fields/references.js';
import { verifyProvider, verifySecret } from '../fields/verify.js';
import type { ObjectSchema } from '../schema.js';

const sourceRef = object('HelmReleaseSourceReference', 'The source that holds the chart.', {
  apiVersion: text('API version of the source.'),
  kind: required(choice('Kind of the source.', ['HelmRepository', 'GitRepository', 'Bucket'])),
  name: required(objectName('Name of the source.')),
  namespace: namespaceName('Namespace of the source; default: that of this object.'),
});

const verification = object('HelmChartTemplateVerification', 'Which signatures must be valid.', {
  provider: verifyProvider(),
  secretRef: verifySecret(),
});

const templateSpec = object('HelmChartTemplateSpec', 'Spec of the HelmChart.', {
  chart: required(
    text('Name of the chart in a HelmRepository, or its path in another source.', { minLength: 1, maxLength: 2048 }),
  ),
  version: text('Version or range of versions; not used for Git and buckets.', { default: '*' }),
  sourceRef: required(sourceRef),
  interval: duration('How often to look for changes; default: the interval of the HelmRelease.'),
  reconcileStrategy: choice(
    'When to make a new artifact: for a new chart version, or for each new revision of the source.',
    ['ChartVersion', 'Revision'],
    { default: 'ChartVersion' },
  ),
  valuesFiles: list('Values files in the chart, merged in order into its values.yaml.', text()),
  ignoreMissingValuesFiles: flag('Passes over values files that are not there.'),
  verify: verification,
});

const template = object('HelmChartTemplate', 'The HelmChart to make for a release.', {
  metadata: described(commonMetadata(), 'Labels and annotations of the HelmChart.'),
  spec: required(templateSpec),
});

/** `spec.chart`. */
export function chartTemplate(): ObjectSchema {
  return template;
}

const reference = object('HelmReleaseChartReference', 'A source whose artifact is a chart.', {
  apiVersion: text('API version of the source.'),
  kind: required(choice('Kind of the source.', ['OCIRepository', 'HelmChart', 'ExternalArtifact'])),
  name: required(objectName('Name of the source.')),
  namespace: namespaceName('Namespace of the source; default: that of this object.'),
});

/** `spec.chartRef`. */
export function chartReference(): ObjectSchema {
  return reference;
}
