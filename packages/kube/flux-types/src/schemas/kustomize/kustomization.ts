import { choice, flag, integer, list, map, object, required, text, time } from '../build.js';
import { commonMetadata, NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { healthCheckExpressions } from '../fields/health-checks.js';
import { inventory } from '../fields/inventory.js';
import { kubeConfig } from '../fields/kube-config.js';
import { ignoreRules, imageEdits, patchEdits } from '../fields/kustomize-edits.js';
import { AGE, READY, STATUS } from '../fields/printer-columns.js';
import {
  dependencyRef,
  localRef,
  namespacedKindRef,
  namespaceName,
  optionalFlag,
  valuesSourceFields,
} from '../fields/references.js';
import { singleVersionKind } from '../kind.js';

const sourceRef = object('KustomizationSourceReference', 'The source of the manifests.', {
  apiVersion: text('API version of the source.'),
  kind: required(choice('Kind of the source.', ['OCIRepository', 'GitRepository', 'Bucket', 'ExternalArtifact'])),
  name: required(text('Name of the source.')),
  namespace: text('Namespace of the source; default: that of this object.'),
});

const decryption = object('KustomizationDecryption', 'How Secrets in the source are decrypted.', {
  provider: required(choice('What they were encrypted with.', ['sops'])),
  secretRef: localRef('Secret with the private keys.'),
  serviceAccountName: text('ServiceAccount whose cloud identity opens keys held by a cloud.'),
});

const substituteSource = object('SubstituteReference', 'A ConfigMap or Secret whose data are variables.', {
  ...valuesSourceFields(),
  optional: optionalFlag('Whether a missing object counts as empty.', false),
});

const postBuild = object('KustomizationPostBuild', 'Replacement of variables in the built manifests.', {
  substitute: map('Variables; they win over those of substituteFrom.'),
  substituteFrom: list('Objects whose data are variables; later ones win.', substituteSource),
  substituteStrategy: choice('When to replace: only when there are variables, or always. Default: WithVariables.', [
    'WithVariables',
    'Always',
  ]),
});

const spec = object('KustomizationSpec', 'What to build and how to apply it.', {
  sourceRef: required(sourceRef),
  path: text('Directory in the source; default: its root.'),
  interval: required(duration('How often to apply, so that drift is undone.')),
  retryInterval: duration('How soon to try again after a failure; default: interval.'),
  timeout: duration('How long building, applying and waiting may take; default: interval.'),
  prune: required(flag('Deletes objects that are no longer in the source.')),
  wait: flag('Waits until every applied object is healthy.'),
  healthChecks: list('Objects to wait for.', namespacedKindRef('An object to wait for.')),
  healthCheckExprs: healthCheckExpressions(),
  dependsOn: list('Kustomizations that must be ready first.', dependencyRef()),
  targetNamespace: namespaceName('Namespace to put all objects in.'),
  namePrefix: text('Put before the name of every object.', { minLength: 1, maxLength: 200 }),
  nameSuffix: text('Put after the name of every object.', { minLength: 1, maxLength: 200 }),
  commonMetadata: commonMetadata(),
  images: imageEdits(),
  patches: patchEdits(),
  components: list('Paths of kustomize components to add.', text()),
  ignoreMissingComponents: flag('Passes over components that are not there.'),
  buildMetadata: list(
    'Annotations that tell where an object came from.',
    choice('', ['originAnnotations', 'transformerAnnotations']),
  ),
  postBuild,
  decryption,
  serviceAccountName: text('ServiceAccount to act as.'),
  kubeConfig: kubeConfig(),
  force: flag('Deletes and creates objects anew when they cannot be changed.', { default: false }),
  ignore: ignoreRules('Fields that are applied once and then left alone.'),
  deletionPolicy: choice(
    'What happens to the applied objects when this object is deleted; default: MirrorPrune, which follows prune.',
    ['MirrorPrune', 'Delete', 'WaitForTermination', 'Orphan'],
  ),
  suspend: flag('Stops reconciliation until it is set to false.'),
});

const historyEntry = object('KustomizationSnapshot', 'One build that was applied, over a stretch of time.', {
  digest: required(text('Digest of the built manifests.')),
  firstReconciled: required(time('When it was first applied.')),
  lastReconciled: required(time('When it was last applied.')),
  lastReconciledDuration: required(text('How long the last time took.')),
  lastReconciledStatus: required(text('Reason of the Ready condition after the last time.')),
  totalReconciliations: required(integer('How many times it was applied.', { format: 'int64' })),
  metadata: map('Facts such as the revision.'),
});

const status = object(
  'KustomizationStatus',
  'What was last applied.',
  {
    ...reconcileStatus(),
    lastAppliedRevision: text('Revision of the source that was last applied.'),
    lastAppliedOriginRevision: text('Origin revision of what was last applied, where the source names one.'),
    lastAttemptedRevision: text('Revision of the source that was last tried.'),
    inventory: inventory(),
    history: list('The last builds, newest first.', historyEntry),
  },
  NOT_OBSERVED,
);

/** Kustomization: manifests of a source, built and applied. */
export const kustomization = singleVersionKind({
  group: 'kustomize.toolkit.fluxcd.io',
  folder: 'kustomize',
  version: 'v1',
  categories: ['all', 'fluxcd', 'fluxcd-appliers'],
  kind: 'Kustomization',
  plural: 'kustomizations',
  shortNames: ['ks'],
  humanName: 'kustomization',
  description: 'Builds manifests out of a source and applies them.',
  spec,
  status,
  columns: [AGE, READY, STATUS],
});
