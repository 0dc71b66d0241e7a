import { choice, flag, object, required, text } from '../build.js';
import { accessFrom } from '../fields/access-from.js';
import { latestArtifact } from '../fields/artifact.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration, shortDuration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { SOURCE_GROUP, suspend } from './group.js';

const spec = object('HelmRepositorySpec', 'Where the charts are.', {
  url: required(
    text('Address of the index without index.yaml, or oci://host/path.', { pattern: '^(http|https|oci)://.*$' }),
  ),
  type: choice('Kind of repository; default: default, which has an index.yaml.', ['default', 'oci']),
  interval: duration('How often to look for changes; not used for oci.'),
  timeout: shortDuration('How long one download may take; default: 60s.'),
  provider: choice('Where credentials come from; only for oci.', ['generic', 'aws', 'azure', 'gcp'], {
    default: 'generic',
  }),
  secretRef: localRef('Secret with username and password; for oci also an image pull Secret.'),
  certSecretRef: localRef('Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt).'),
  passCredentials: flag('Sends the credentials to other hosts that the index names as well.'),
  insecure: flag('Allows plain http; only for oci.'),
  accessFrom: accessFrom(),
  suspend: suspend(),
});

const status = object(
  'HelmRepositoryStatus',
  'What was last seen of the index.',
  { ...reconcileStatus(), artifact: latestArtifact(), url: text('Address of the latest artifact.') },
  NOT_OBSERVED,
);

/** HelmRepository: a repository of Helm charts. */
export const helmRepository = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'HelmRepository',
  plural: 'helmrepositories',
  shortNames: ['helmrepo'],
  humanName: 'source helm',
  description: 'A repository of Helm charts.',
  spec,
  status,
  columns: [column('URL', '.spec.url'), AGE, READY, STATUS],
});
