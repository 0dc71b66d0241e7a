import { choice, flag, list, map, object, required, text, time } from '../build.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { gitReference } from '../source/git-reference.js';
import { IMAGE_GROUP, imageRef } from './group.js';

const sourceRef = object('ImageUpdateSourceReference', 'The repository to change.', {
  apiVersion: text('API version of the source.'),
  kind: required(choice('Kind of the source.', ['GitRepository'], { default: 'GitRepository' })),
  name: required(text('Name of the source.')),
  namespace: text('Namespace of the source; default: that of this object.'),
});

const author = object('CommitAuthor', 'Whom commits name as their author.', {
  email: required(text('Email address.')),
  name: text('Name.'),
});

const signingKey = object('CommitSigningKey', 'The key that commits are signed with.', {
  secretRef: required(localRef('Secret with the private key and its passphrase.')),
  type: choice('Kind of key; default: gpg.', ['gpg', 'ssh']),
});

const git = object('ImageUpdateGit', 'How to commit and push.', {
  checkout: object('ImageUpdateCheckout', 'What to check out.', {
    ref: required(gitReference('What to check out; default: the ref of the GitRepository.')),
  }),
  commit: required(
    object('ImageUpdateCommit', 'What commits say.', {
      author: required(author),
      signingKey,
      messageTemplate: text('Go template of the commit message.'),
      messageTemplateValues: map('Values for the template.'),
    }),
  ),
  push: object('ImageUpdatePush', 'Where to push.', {
    branch: text('Branch; default: the one that was checked out.'),
    refspec: text('Reference to push to as well.'),
    options: map('Push options.'),
  }),
});

const requirement = object('LabelSelectorRequirement', 'One condition on a label.', {
  key: required(text('Name of the label.')),
  operator: required(text('In, NotIn, Exists or DoesNotExist.')),
  values: list('Values for In and NotIn.', text(), { listType: 'atomic' }),
});

const policySelector = object(
  'PolicySelector',
  'Which ImagePolicies to follow, by label; default: all.',
  {
    matchLabels: map('Labels that must be there.'),
    matchExpressions: list('Conditions that must all hold.', requirement, { listType: 'atomic' }),
  },
  { atomic: true },
);

const update = object(
  'ImageUpdateStrategy',
  'Which files to change, and how.',
  {
    strategy: choice('How images are found: by marker comments.', ['Setters'], { default: 'Setters' }),
    path: text('Directory to change; default: the root of the repository.'),
  },
  { default: { strategy: 'Setters' } },
);

const spec = object('ImageUpdateAutomationSpec', 'Which repository to change, and when.', {
  sourceRef: required(sourceRef),
  interval: required(duration('How often to look for new images.')),
  git,
  policySelector,
  update,
  suspend: flag('Stops reconciliation until it is set to false.'),
});

const status = object(
  'ImageUpdateAutomationStatus',
  'What was last pushed.',
  {
    ...reconcileStatus(),
    lastAutomationRunTime: time('When the repository was last looked at.'),
    lastPushCommit: text('Hash of the last commit pushed.'),
    lastPushTime: time('When it was pushed.'),
    observedPolicies: map('The images of the policies followed, by policy.', imageRef('An image.')),
    observedSourceRevision: text('Revision of the repository that was last looked at.'),
  },
  NOT_OBSERVED,
);

/** ImageUpdateAutomation: commits new images to Git. */
export const imageUpdateAutomation = singleVersionKind({
  ...IMAGE_GROUP,
  kind: 'ImageUpdateAutomation',
  plural: 'imageupdateautomations',
  shortNames: ['iua', 'imgupd', 'imgauto'],
  humanName: 'image update automation',
  description: 'Commits the images that ImagePolicies chose to a Git repository.',
  spec,
  status,
  columns: [READY, STATUS, column('Last run', '.status.lastAutomationRunTime', 1), AGE],
});
