import { choice, flag, object, required, text } from '../build.js';
import { latestArtifact } from '../fields/artifact.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration, shortDuration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { oidcIdentities, verifyProvider, verifySecret } from '../fields/verify.js';
import { singleVersionKind } from '../kind.js';
import type { ObjectSchema } from '../schema.js';
import { ignorePatterns, observedIgnore, SOURCE_GROUP, suspend } from './group.js';

const reference = object('OCIRepositoryRef', 'Which image to take; the more exact field wins.', {
  tag: text('Tag; default: latest when nothing else is set.'),
  semver: text('Range of versions; its highest tag wins over tag.'),
  semverFilter: text('Regular expression that tags must match before the range is looked at.'),
  digest: text('Digest as sha256:…; wins over all others.'),
});

const layerSelector: ObjectSchema = object('OCILayerSelector', 'Which layer becomes the artifact.', {
  mediaType: text('Media type of the layer; the first one that has it is taken. Default: the first layer.'),
  operation: choice('What to do with the layer: extract its archive, or copy it as it is. Default: extract.', [
    'extract',
    'copy',
  ]),
});

const verification = object('OCIRepositoryVerification', 'Which signatures must be valid.', {
  provider: verifyProvider(),
  secretRef: verifySecret(),
  matchOIDCIdentity: oidcIdentities(),
  trustedRootSecretRef: localRef('Secret with a Sigstore trusted root, for signatures made with private instances.'),
});

const spec = object('OCIRepositorySpec', 'Where the image is and what to take from it.', {
  url: required(text('Address of the image repository as oci://host/path.', { pattern: '^oci://.*$' })),
  ref: reference,
  layerSelector,
  interval: required(duration('How often to look for changes.')),
  timeout: shortDuration('How long one operation on the registry may take.', '60s'),
  provider: choice('Where credentials come from.', ['generic', 'aws', 'azure', 'gcp'], { default: 'generic' }),
  secretRef: localRef('Image pull Secret with credentials.'),
  serviceAccountName: text('ServiceAccount whose image pull secrets or cloud identity is used.'),
  certSecretRef: localRef('Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt).'),
  proxySecretRef: localRef('Secret with the address and credentials of a proxy.'),
  insecure: flag('Allows plain http.'),
  ignore: ignorePatterns(),
  verify: verification,
  suspend: suspend(),
});

const status = object(
  'OCIRepositoryStatus',
  'What was last seen of the image.',
  {
    ...reconcileStatus(),
    artifact: latestArtifact(),
    url: text('Address of the latest artifact.'),
    observedIgnore: observedIgnore(),
    observedLayerSelector: layerSelector,
  },
  NOT_OBSERVED,
);

/** OCIRepository: an image in a registry as a source. */
export const ociRepository = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'OCIRepository',
  plural: 'ocirepositories',
  shortNames: ['ocirepo'],
  humanName: 'source oci',
  description: 'An image in a container registry whose content is offered as an artifact.',
  spec,
  status,
  columns: [column('URL', '.spec.url'), READY, STATUS, AGE],
});
