import { anyValue, choice, flag, integer, list, object, required, text } from '../build.js';
import { commonMetadata } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { healthCheckExpressions } from '../fields/health-checks.js';
import { kubeConfig } from '../fields/kube-config.js';
import { ignoreRules, imageEdits, patchEdits } from '../fields/kustomize-edits.js';
import { AGE, READY, STATUS } from '../fields/printer-columns.js';
import { dependencyRef, namespaceName, objectName, optionalFlag, valuesSourceFields } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { install, rollback, test, uninstall, upgrade } from './actions.js';
import { chartReference, chartTemplate } from './chart-template.js';
import { helmReleaseStatus } from './status.js';

const valuesReference = object('ValuesReference', 'A ConfigMap or Secret with values.', {
  ...valuesSourceFields(),
  valuesKey: text('Key that holds the values; default: values.yaml.', {
    maxLength: 253,
    pattern: '^[\\-._a-zA-Z0-9]+$',
  }),
  targetPath: text('Dotted path that the value is put at; default: the values are merged at the root.', {
    maxLength: 250,
    pattern: '^([a-zA-Z0-9_\\-.\\\\\\/]|\\[[0-9]{1,5}\\])+$',
  }),
  literal: flag('Takes the value as plain text, without the syntax of --set.'),
  optional: optionalFlag('Whether a missing object or key counts as empty.'),
});

const driftDetection = object(
  'HelmReleaseDriftDetection',
  'What to do about changes made to the objects of a release.',
  {
    mode: choice('Whether to undo them, only to tell, or not to look; default: disabled.', [
      'enabled',
      'warn',
      'disabled',
    ]),
    ignore: ignoreRules('Fields that are left alone.'),
  },
);

const postRenderer = object('HelmPostRenderer', 'Changes the manifests after rendering.', {
  kustomize: object('KustomizePostRenderer', 'Changes made with kustomize.', {
    images: imageEdits(),
    patches: patchEdits(),
  }),
});

const waitStrategy = object('HelmReleaseWaitStrategy', 'How to wait for objects.', {
  name: required(choice("Flux's own health checks (poller), or those of Helm 3 (legacy).", ['poller', 'legacy'])),
});

const spec = object(
  'HelmReleaseSpec',
  'Which chart to release, and how.',
  {
    chart: chartTemplate(),
    chartRef: chartReference(),
    interval: required(duration('How often to check the release.')),
    timeout: duration('How long one Helm action may take; default: 5m.'),
    releaseName: text('Name of the release; default: made of targetNamespace and name.', {
      minLength: 1,
      maxLength: 53,
    }),
    targetNamespace: namespaceName('Namespace to release to; default: that of this object.'),
    storageNamespace: namespaceName('Namespace that holds the history; default: that of this object.'),
    values: anyValue('Values; they win over those of valuesFrom.'),
    valuesFrom: list('ConfigMaps and Secrets with values; later ones win.', valuesReference),
    dependsOn: list('HelmReleases that must be ready first.', dependencyRef()),
    install,
    upgrade,
    rollback,
    uninstall,
    test,
    driftDetection,
    postRenderers: list('Changes of the rendered manifests, in order.', postRenderer),
    postRenderStrategy: choice('How post-renderers treat hooks; default: nohooks, which leaves them out.', [
      'nohooks',
      'combined',
      'separate',
    ]),
    commonMetadata: commonMetadata(),
    healthCheckExprs: healthCheckExpressions(),
    waitStrategy,
    maxHistory: integer('How many releases to keep; 0: all. Default: 5.'),
    persistentClient: flag('Keeps one client for the whole reconciliation; default: true.'),
    serviceAccountName: objectName('ServiceAccount to act as.'),
    kubeConfig: kubeConfig(),
    suspend: flag('Stops reconciliation until it is set to false.'),
  },
  {
    rules: [
      {
        rule: '(has(self.chart) && !has(self.chartRef)) || (!has(self.chart) && has(self.chartRef))',
        message: 'either chart or chartRef must be set',
      },
    ],
  },
);

/** HelmRelease: a chart, installed and kept up to date. */
export const helmRelease = singleVersionKind({
  group: 'helm.toolkit.fluxcd.io',
  folder: 'helm',
  version: 'v2',
  categories: ['all', 'fluxcd', 'fluxcd-appliers'],
  kind: 'HelmRelease',
  plural: 'helmreleases',
  shortNames: ['hr'],
  humanName: 'helmrelease',
  description: 'Installs a Helm chart and keeps it up to date.',
  spec,
  status: helmReleaseStatus,
  columns: [AGE, READY, STATUS],
});
