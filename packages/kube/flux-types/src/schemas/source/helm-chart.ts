import { choice, flag, list, object, required, text } from '../build.js';
import { latestArtifact } from '../fields/artifact.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { oidcIdentities, verifyProvider, verifySecret } from '../fields/verify.js';
import { singleVersionKind } from '../kind.js';
import { SOURCE_GROUP, suspend } from './group.js';

const sourceRef = object('HelmChartSourceReference', 'The source that holds the chart.', {
  apiVersion: text('API version of the source.'),
  kind: required(choice('Kind of the source.', ['HelmRepository', 'GitRepository', 'Bucket'])),
  name: required(text('Name of the source.')),
});

const verification = object('HelmChartVerification', 'Which signatures must be valid.', {
  provider: verifyProvider(),
  secretRef: verifySecret(),
  matchOIDCIdentity: oidcIdentities(),
});

const spec = object(
  'HelmChartSpec',
  'Which chart to package.',
  {
    chart: required(text('Name of the chart in a HelmRepository, or its path in another source.')),
    version: text('Version or range of versions; not used for Git and buckets.', { default: '*' }),
    sourceRef: required(sourceRef),
    interval: required(duration('How often to look for changes.')),
    reconcileStrategy: choice(
      'When to make a new artifact: for a new chart version, or for each new revision of the source.',
      ['ChartVersion', 'Revision'],
      { default: 'ChartVersion' },
    ),
    valuesFiles: list('Values files in the chart, merged in order into its values.yaml.', text()),
    ignoreMissingValuesFiles: flag('Passes over values files that are not there.'),
    verify: verification,
    suspend: suspend(),
  },
  {
    rules: [
      {
        rule: "!has(self.verify) || self.sourceRef.kind == 'HelmRepository'",
        message: "spec.verify is only supported when spec.sourceRef.kind is 'HelmRepository'",
      },
    ],
  },
);

const status = object(
  'HelmChartStatus',
  'What was last packaged.',
  {
    ...reconcileStatus(),
    artifact: latestArtifact(),
    url: text('Address of the latest artifact.'),
    observedChartName: text('Name of the chart as its Chart.yaml has it.'),
    observedSourceArtifactRevision: text('Revision of the source that the chart was taken from.'),
    observedValuesFiles: list('spec.valuesFiles as the artifact was made with.', text()),
  },
  NOT_OBSERVED,
);

/** HelmChart: one chart, packaged. */
export const helmChart = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'HelmChart',
  plural: 'helmcharts',
  shortNames: ['hc'],
  humanName: 'source chart',
  description: 'A Helm chart, taken from a source and packaged as an artifact.',
  spec,
  status,
  columns: [
    column('Chart', '.spec.chart'),
    column('Version', '.spec.version'),
    column('Source Kind', '.spec.sourceRef.kind'),
    column('Source Name', '.spec.sourceRef.name'),
    AGE,
    READY,
    STATUS,
  ],
});
