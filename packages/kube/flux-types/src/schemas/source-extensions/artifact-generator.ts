import { choice, list, object, required, text } from '../build.js';
import { commonMetadata, conditions } from '../fields/conditions.js';
import { DNS_LABEL } from '../fields/patterns.js';
import { AGE, READY, STATUS } from '../fields/printer-columns.js';
import { singleVersionKind } from '../kind.js';

const AT_ALIAS = '^@([a-z0-9]([a-z0-9_-]*[a-z0-9])?)$';
const AT_ALIAS_PATH = '^@([a-z0-9]([a-z0-9_-]*[a-z0-9])?)/(.*)$';

const copy = object('ArtifactCopy', 'One copy of files from a source into the artifact.', {
  from: required(text('Files to copy as @alias/glob.', { minLength: 1, maxLength: 1024, pattern: AT_ALIAS_PATH })),
  to: required(
    text('Where to put them as @artifact/path.', { minLength: 1, maxLength: 1024, pattern: '^@(artifact)/(.*)$' }),
  ),
  exclude: list('Globs of files to leave out.', text(), { maxItems: 100 }),
  strategy: choice('What to do with files that are already there; Extract unpacks archives. Default: Overwrite.', [
    'Overwrite',
    'Merge',
    'Extract',
  ]),
});

const output = object('ArtifactOutput', 'One artifact to make.', {
  name: required(text('Name of the ExternalArtifact.', { minLength: 1, maxLength: 253 })),
  copy: required(list('Copies, made in order.', copy, { minItems: 1 })),
  revision: text('Source whose revision the artifact takes, as @alias; default: a digest of the content.', {
    maxLength: 64,
    pattern: AT_ALIAS,
  }),
  originRevision: text('Source whose origin revision the artifact names, as @alias.', {
    maxLength: 64,
    pattern: AT_ALIAS,
  }),
});

const source = object('ArtifactSource', 'A source to copy from.', {
  alias: required(
    text('Name of the source in this object.', { maxLength: 63, pattern: '^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$' }),
  ),
  kind: required(
    choice('Kind of the source.', ['Bucket', 'GitRepository', 'OCIRepository', 'HelmChart', 'ExternalArtifact']),
  ),
  name: required(text('Name of the source.', { maxLength: 253, pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' })),
  namespace: text('Namespace of the source; default: that of this object.', {
    minLength: 1,
    maxLength: 63,
    pattern: DNS_LABEL,
  }),
});

const spec = object(
  'ArtifactGeneratorSpec',
  'Sources, and the artifacts to make from them.',
  {
    sources: required(list('Sources to copy from.', source, { minItems: 1, maxItems: 1000 })),
    artifacts: required(list('Artifacts to make.', output, { minItems: 1, maxItems: 1000 })),
    pathPattern: text('Makes one set of artifacts for each directory that matches, as @alias/glob.', {
      maxLength: 1024,
      pattern: AT_ALIAS_PATH,
    }),
    commonMetadata: commonMetadata(),
  },
  {
    rules: [
      {
        rule: "has(self.pathPattern) && size(self.pathPattern) > 0 || self.artifacts.all(a, a.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'))",
        message: 'artifact names must be valid Kubernetes object names when pathPattern is not set',
      },
    ],
  },
);

const inventoryEntry = object('ArtifactGeneratorInventoryEntry', 'One artifact made.', {
  name: required(text('Name of the ExternalArtifact.')),
  namespace: required(text('Namespace of the ExternalArtifact.')),
  digest: required(text('Digest of the artifact.')),
  filename: required(text('File name of the artifact in the storage.')),
});

const status = object('ArtifactGeneratorStatus', 'What was last made.', {
  conditions: conditions(),
  lastHandledReconcileAt: text('Last value seen of the annotation that requests a reconciliation.'),
  inventory: list('The artifacts made.', inventoryEntry),
  observedSourcesDigest: text('Digest over the revisions of all sources.'),
});

/** ArtifactGenerator: composes new artifacts out of sources. */
export const artifactGenerator = singleVersionKind({
  group: 'source.extensions.fluxcd.io',
  folder: 'source-extensions',
  version: 'v1beta1',
  categories: ['all', 'fluxcd', 'fluxcd-sources'],
  kind: 'ArtifactGenerator',
  plural: 'artifactgenerators',
  shortNames: ['ag'],
  humanName: 'artifactgenerator',
  description: 'Composes new artifacts out of the files of one or more sources.',
  spec,
  status,
  columns: [AGE, READY, STATUS],
});
