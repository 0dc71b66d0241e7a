import { choice, described, flag, list, object, required, text } from '../build.js';
import { artifact, latestArtifact } from '../fields/artifact.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration, shortDuration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { gitReference } from './git-reference.js';
import { ignorePatterns, observedIgnore, SOURCE_GROUP, suspend } from './group.js';

const include = object('GitRepositoryInclude', 'Another GitRepository whose files are copied in.', {
  repository: required(localRef('The GitRepository to copy from.')),
  fromPath: text('Directory to copy; default: the root of its artifact.'),
  toPath: text('Where to put it; default: a directory named as the GitRepository.'),
});

const verification = object('GitRepositoryVerification', 'Which signatures must be valid.', {
  mode: choice('What must be signed: the commit (HEAD), the tag, or both.', ['head', 'HEAD', 'Tag', 'TagAndHEAD'], {
    default: 'HEAD',
  }),
  secretRef: required(localRef('Secret with the public keys of trusted authors: PGP as *.asc, SSH as *.sshpub.')),
});

const spec = object(
  'GitRepositorySpec',
  'Where the repository is and what to take from it.',
  {
    url: required(text('Address of the repository over http, https or ssh.', { pattern: '^(http|https|ssh)://.*$' })),
    ref: gitReference('What to check out; default: the branch master.'),
    interval: required(duration('How often to look for changes.')),
    timeout: shortDuration('How long one Git operation may take.', '60s'),
    secretRef: localRef(
      'Secret with credentials: username and password, bearerToken, or identity and known_hosts for ssh; ca.crt for a private authority.',
    ),
    provider: choice('Where credentials come from; default: generic, which is the Secret.', [
      'generic',
      'aws',
      'azure',
      'github',
    ]),
    serviceAccountName: text('ServiceAccount to authenticate as; for the providers azure and aws.'),
    proxySecretRef: localRef('Secret with the address and credentials of a proxy.'),
    ignore: ignorePatterns(),
    include: list('Other GitRepositories whose files are copied in.', include),
    recurseSubmodules: flag('Checks out submodules as well.'),
    sparseCheckout: list('Directories to take; default: all.', text()),
    verify: described(verification, 'Requires signed commits or tags.'),
    suspend: suspend(),
  },
  {
    rules: [
      {
        rule: "!has(self.serviceAccountName) || (has(self.provider) && (self.provider == 'azure' || self.provider == 'aws'))",
        message: "serviceAccountName can only be set when provider is 'azure' or 'aws'",
      },
    ],
  },
);

const status = object(
  'GitRepositoryStatus',
  'What was last seen of the repository.',
  {
    ...reconcileStatus(),
    artifact: latestArtifact(),
    includedArtifacts: list('The artifacts copied in, in the order of spec.include.', artifact),
    observedIgnore: observedIgnore(),
    observedInclude: list('spec.include as the artifact was made with.', include),
    observedRecurseSubmodules: flag('spec.recurseSubmodules as the artifact was made with.'),
    observedSparseCheckout: list('spec.sparseCheckout as the artifact was made with.', text()),
    sourceVerificationMode: text('spec.verify.mode as last checked.'),
  },
  NOT_OBSERVED,
);

/** GitRepository: a Git repository as a source. */
export const gitRepository = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'GitRepository',
  plural: 'gitrepositories',
  shortNames: ['gitrepo'],
  humanName: 'source git',
  description: 'A Git repository whose files are offered as an artifact.',
  spec,
  status,
  columns: [column('URL', '.spec.url'), AGE, READY, STATUS],
});
