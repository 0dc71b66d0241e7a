import type { Command } from '../../cli/command.js';
import { fromRecipe, textFlag } from './command-flags.js';

const policy: Command = {
  name: 'policy',
  operands: '[name]',
  short: 'Create or update an ImagePolicy object',
  flags: [
    textFlag('image-ref', 'ImageRepository that knows the tags'),
    textFlag('select-semver', "range of versions, e.g. '1.x'"),
    textFlag('select-alpha', 'alphabetical order: asc or desc'),
    textFlag('select-numeric', 'numerical order: asc or desc'),
    textFlag('filter-regex', 'regular expression that tags must match'),
    textFlag('filter-extract', 'what to compare instead of the tag, with groups of --filter-regex'),
    textFlag('reflect-digest', "when the digest is looked up: 'Never', 'IfNotPresent' or 'Always'"),
    { name: 'interval', type: 'duration', usage: "how often to look for a new digest, with 'Always'" },
  ],
  load: fromRecipe(async () => (await import('./kinds/image-policy.js')).imagePolicyRecipe),
};

const repository: Command = {
  name: 'repository',
  operands: '[name]',
  short: 'Create or update an ImageRepository object',
  flags: [
    textFlag('image', 'name of the image, e.g. library/alpine'),
    textFlag('secret-ref', 'image pull Secret'),
    textFlag('cert-ref', 'Secret with certificates'),
    { name: 'scan-timeout', type: 'duration', usage: 'how long a scan may take, default: the interval' },
  ],
  load: fromRecipe(async () => (await import('./kinds/image.js')).imageRepositoryRecipe),
};

const update: Command = {
  name: 'update',
  operands: '[name]',
  short: 'Create or update an ImageUpdateAutomation object',
  flags: [
    textFlag('git-repo-ref', 'GitRepository to change'),
    textFlag('git-repo-namespace', 'namespace of the GitRepository'),
    textFlag('git-repo-path', 'folder to change, default: the root of the repository'),
    textFlag('checkout-branch', 'branch to check out'),
    textFlag('push-branch', 'branch to push to, default: the one that is checked out'),
    textFlag('commit-template', 'template of the commit message'),
    textFlag('author-name', 'name of the author'),
    textFlag('author-email', 'email address of the author'),
    textFlag('signing-key-secret', 'Secret with the key that commits are signed with'),
    textFlag('signing-key-type', 'kind of the key: gpg or ssh'),
  ],
  load: fromRecipe(async () => (await import('./kinds/image.js')).imageUpdateRecipe),
};

/** `flux create image`. */
export const createImageCommand: Command = {
  name: 'image',
  short: 'Create or update resources dealing with image automation',
  long: `The create image sub-commands work with image automation objects;
that is, object controlling updates to git based on e.g., new container images
being available.`,
  commands: [policy, repository, update],
};
