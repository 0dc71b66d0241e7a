import { choice, flag, object, required, text } from '../build.js';
import { NOT_OBSERVED, reconcileStatus } from '../fields/conditions.js';
import { duration } from '../fields/durations.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { namespacedRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import type { ObjectSchema } from '../schema.js';
import { IMAGE_GROUP, imageRef } from './group.js';

function ordered(name: string, about: string): ObjectSchema {
  return object(name, about, {
    order: choice('Whether the last tag in ascending or descending order is the latest.', ['asc', 'desc'], {
      default: 'asc',
    }),
  });
}

const policy = object('ImagePolicyChoice', 'How the latest tag is found; one of the three.', {
  semver: object('SemVerPolicy', 'By semantic version.', {
    range: required(text('Range that the version must be in.')),
  }),
  alphabetical: ordered('AlphabeticalPolicy', 'By alphabet.'),
  numerical: ordered('NumericalPolicy', 'By number.'),
});

const filterTags = object('TagFilter', 'Which tags are looked at.', {
  pattern: text('Regular expression that tags must match.'),
  extract: text('What to compare instead of the tag, with groups of the pattern as $1 or $name.'),
});

const ALWAYS = "spec.digestReflectionPolicy is set to 'Always'";

const spec = object(
  'ImagePolicySpec',
  'Which tags to look at and how to choose.',
  {
    imageRepositoryRef: required(namespacedRef('The ImageRepository that knows the tags.')),
    policy: required(policy),
    filterTags,
    digestReflectionPolicy: choice(
      'When the digest of the latest tag is put into the status.',
      ['Always', 'IfNotPresent', 'Never'],
      {
        default: 'Never',
      },
    ),
    interval: duration('How often to look for a new digest; with digestReflectionPolicy: Always.'),
    suspend: flag('Stops reconciliation until it is set to false.'),
  },
  {
    rules: [
      {
        rule: "!has(self.interval) || (has(self.digestReflectionPolicy) && self.digestReflectionPolicy == 'Always')",
        message: `spec.interval is only accepted when ${ALWAYS}`,
      },
      {
        rule: "has(self.interval) || !has(self.digestReflectionPolicy) || self.digestReflectionPolicy != 'Always'",
        message: `spec.interval must be set when ${ALWAYS}`,
      },
    ],
  },
);

const status = object(
  'ImagePolicyStatus',
  'The image chosen.',
  {
    ...reconcileStatus(),
    latestRef: imageRef('The latest image.'),
    observedPreviousRef: imageRef('The latest image before this one.'),
  },
  NOT_OBSERVED,
);

/** ImagePolicy: chooses the latest image. */
export const imagePolicy = singleVersionKind({
  ...IMAGE_GROUP,
  annotations: {},
  kind: 'ImagePolicy',
  plural: 'imagepolicies',
  shortNames: ['imgpol', 'imagepol'],
  humanName: 'image policy',
  description: 'Chooses the latest image out of the tags of an ImageRepository.',
  spec,
  status,
  columns: [column('Image', '.status.latestRef.name'), column('Tag', '.status.latestRef.tag'), READY, STATUS, AGE],
});
