import { choice, flag, object, required, text } from '../build.js';
import { latestArtifact } from '../fields/artifact.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration, shortDuration } from '../fields/durations.js';
import { HTTP_URL } from '../fields/patterns.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import type { ValidationRule } from '../schema.js';
import { ignorePatterns, observedIgnore, SOURCE_GROUP, suspend } from './group.js';

const rules: readonly ValidationRule[] = [
  {
    rule: "self.provider == 'aws' || self.provider == 'generic' || !has(self.sts)",
    message: "STS configuration is only supported for the 'aws' and 'generic' Bucket providers",
  },
  {
    rule: "self.provider != 'aws' || !has(self.sts) || self.sts.provider == 'aws'",
    message: "'aws' is the only supported STS provider for the 'aws' Bucket provider",
  },
  {
    rule: "self.provider != 'generic' || !has(self.sts) || self.sts.provider == 'ldap'",
    message: "'ldap' is the only supported STS provider for the 'generic' Bucket provider",
  },
  {
    rule: "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.secretRef)",
    message: "spec.sts.secretRef is not required for the 'aws' STS provider",
  },
  {
    rule: "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.certSecretRef)",
    message: "spec.sts.certSecretRef is not required for the 'aws' STS provider",
  },
  {
    rule: "self.provider != 'generic' || !has(self.serviceAccountName)",
    message: "ServiceAccountName is not supported for the 'generic' Bucket provider",
  },
  {
    rule: '!has(self.secretRef) || !has(self.serviceAccountName)',
    message: 'cannot set both .spec.secretRef and .spec.serviceAccountName',
  },
];

const sts = object('BucketSTS', 'A service that hands out temporary credentials.', {
  provider: required(choice('Kind of service.', ['aws', 'ldap'])),
  endpoint: required(text('Address of the service.', { pattern: HTTP_URL })),
  secretRef: localRef('Secret with username and password for the service; only for ldap.'),
  certSecretRef: localRef('Secret with a client certificate or a private authority; only for ldap.'),
});

const spec = object(
  'BucketSpec',
  'Where the bucket is and what to take from it.',
  {
    endpoint: required(text('Host and optional port of the storage service.')),
    bucketName: required(text('Name of the bucket.')),
    provider: choice(
      'Kind of storage service; generic is any with the API of S3.',
      ['generic', 'aws', 'gcp', 'azure'],
      {
        default: 'generic',
      },
    ),
    region: text('Region of the bucket.'),
    prefix: text('Takes only objects whose key begins with this.'),
    interval: required(duration('How often to look for changes.')),
    timeout: shortDuration('How long one listing or download may take.', '60s'),
    secretRef: localRef('Secret with credentials: accesskey and secretkey, or what the provider asks for.'),
    serviceAccountName: text('ServiceAccount whose cloud identity is used.'),
    sts,
    certSecretRef: localRef('Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt).'),
    proxySecretRef: localRef('Secret with the address and credentials of a proxy.'),
    insecure: flag('Allows plain http.'),
    ignore: ignorePatterns(),
    suspend: suspend(),
  },
  { rules },
);

const status = object(
  'BucketStatus',
  'What was last seen of the bucket.',
  {
    ...reconcileStatus(),
    artifact: latestArtifact(),
    url: text('Address of the latest artifact.'),
    observedIgnore: observedIgnore(),
  },
  NOT_OBSERVED,
);

/** Bucket: an object storage bucket as a source. */
export const bucket = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'Bucket',
  plural: 'buckets',
  humanName: 'source bucket',
  description: 'An object storage bucket whose files are offered as an artifact.',
  spec,
  status,
  columns: [column('Endpoint', '.spec.endpoint'), AGE, READY, STATUS],
});
