import { choice, integer, list, map, object, required, text, time } from '../build.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { inventory } from '../fields/inventory.js';
import { namespaceName } from '../fields/references.js';

const testHook = object('HelmTestHookStatus', 'Result of one test.', {
  phase: text('Phase the test ended in.'),
  lastStarted: time('When it last started.'),
  lastCompleted: time('When it last ended.'),
});

const snapshot = object('HelmReleaseSnapshot', 'One release as Helm stores it, with digests to notice changes.', {
  apiVersion: text('Version of the way the digest is computed; default: v1.'),
  digest: required(text('Digest of the stored release.')),
  name: required(text('Name of the release.')),
  namespace: required(text('Namespace of the release.')),
  version: required(integer('Number of the release.')),
  status: required(text('State that Helm gives it.')),
  chartName: required(text('Name of the chart.')),
  chartVersion: required(text('Version of the chart.')),
  appVersion: text('Version of the application.'),
  ociDigest: text('Digest of the chart in the registry.'),
  configDigest: required(text('Digest of the values.')),
  action: text('Action that made the release.'),
  firstDeployed: required(time('When the release was first deployed.')),
  lastDeployed: required(time('When the release was last deployed.')),
  deleted: time('When the release was deleted.'),
  testHooks: map('Results of the tests by name.', testHook),
});

const counter = (description: string) => integer(description, { format: 'int64' });

/** `status` of a HelmRelease. */
export const helmReleaseStatus = object(
  'HelmReleaseStatus',
  'What was last released.',
  {
    ...reconcileStatus(),
    helmChart: text('The HelmChart made for the release, as namespace/name.'),
    storageNamespace: namespaceName('Namespace that holds the history of the release.'),
    history: list('The last releases, newest first.', snapshot),
    inventory: inventory(),
    failures: counter('Failures since the last success or change.'),
    installFailures: counter('Failed installs since the last success or change.'),
    upgradeFailures: counter('Failed upgrades since the last success or change.'),
    lastAttemptedGeneration: counter('Generation that was last tried.'),
    lastAttemptedReleaseAction: choice('Action that was last tried.', ['install', 'upgrade']),
    lastAttemptedReleaseActionDuration: text('How long that action took.'),
    lastAttemptedRevision: text('Chart version that was last tried.'),
    lastAttemptedRevisionDigest: text('Digest of the chart that was last tried, where it came from a registry.'),
    lastAttemptedConfigDigest: text('Digest of the values that were last tried.'),
    lastAttemptedValuesChecksum: text('Former name of lastAttemptedConfigDigest.'),
    lastReleaseRevision: integer('Number of the last release; no longer written.'),
    lastHandledForceAt: text('Last value seen of the annotation that forces an upgrade.'),
    lastHandledResetAt: text('Last value seen of the annotation that resets the failure counters.'),
    observedCommonMetadataDigest: text('Digest of spec.commonMetadata as last released.'),
    observedPostRenderersDigest: text('Digest of spec.postRenderers as last released.'),
  },
  NOT_OBSERVED,
);
