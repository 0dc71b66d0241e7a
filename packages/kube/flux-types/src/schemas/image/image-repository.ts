import { choice, flag, integer, list, object, required, text, time } from '../build.js';
import { accessFrom } from '../fields/access-from.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration, shortDuration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { IMAGE_GROUP } from './group.js';

const spec = object('ImageRepositorySpec', 'Which image to scan.', {
  image: required(text('Name of the image without tag.')),
  interval: required(duration('How often to scan.')),
  timeout: shortDuration('How long one scan may take; default: interval.'),
  provider: choice('Where credentials come from.', ['generic', 'aws', 'azure', 'gcp'], { default: 'generic' }),
  secretRef: localRef('Image pull Secret with credentials.'),
  serviceAccountName: text('ServiceAccount whose image pull secrets or cloud identity is used.', { maxLength: 253 }),
  certSecretRef: localRef('Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt).'),
  proxySecretRef: localRef('Secret with the address and credentials of a proxy.'),
  insecure: flag('Allows plain http.'),
  exclusionList: list('Regular expressions of tags to leave out.', text(), { maxItems: 25, default: ['^.*\\.sig$'] }),
  accessFrom: accessFrom(),
  suspend: flag('Stops reconciliation until it is set to false.'),
});

const scanResult = object('ImageScanResult', 'What the last scan found.', {
  tagCount: required(integer('Number of tags.')),
  latestTags: list('A few of the highest tags.', text()),
  revision: text('Digest over all tags.'),
  scanTime: time('When the scan ended.'),
});

const status = object(
  'ImageRepositoryStatus',
  'What was last scanned.',
  {
    ...reconcileStatus(),
    canonicalImageName: text('Name of the image with its registry.'),
    lastScanResult: scanResult,
    observedExclusionList: list('spec.exclusionList as last scanned with.', text()),
  },
  NOT_OBSERVED,
);

/** ImageRepository: the tags of an image. */
export const imageRepository = singleVersionKind({
  ...IMAGE_GROUP,
  annotations: {},
  kind: 'ImageRepository',
  plural: 'imagerepositories',
  shortNames: ['imgrepo', 'imagerepo'],
  humanName: 'image repository',
  description: 'Scans a container registry for the tags of one image.',
  spec,
  status,
  columns: [
    column('Image', '.spec.image'),
    column('Tags', '.status.lastScanResult.tagCount'),
    READY,
    STATUS,
    column('Last scan', '.status.lastScanResult.scanTime', 1),
    AGE,
  ],
});
