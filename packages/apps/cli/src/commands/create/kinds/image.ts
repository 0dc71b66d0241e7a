import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { durationField, optionalText, reference } from '../fields.js';
import type { Recipe } from '../recipe.js';

/** How an ImageRepository is made out of flags. */
export const imageRepositoryRecipe: Recipe = {
  kind: 'ImageRepository',
  label: 'ImageRepository',
  told: 'after',
  buildSpec: ({ flags }) => {
    const image = flags.text('image');
    if (image === '') throw new Error('an image repository (--image) is required');
    requireRepository(image);
    return {
      image,
      interval: durationField(flags, 'interval'),
      timeout: durationField(flags, 'scan-timeout'),
      secretRef: reference(flags, 'secret-ref'),
      certSecretRef: reference(flags, 'cert-ref'),
    };
  },
  done: () => ['ImageRepository reconciliation completed'],
};

/** @throws Error with Flux's text for what is no repository, a tag included. */
function requireRepository(image: string): void {
  const [host = '', ...rest] = image.split('/');
  const repository = rest.length > 0 && /[.:]|^localhost$/.test(host) ? rest.join('/') : image;
  const problem = repositoryProblem(repository);
  if (problem !== undefined) throw new Error(`unable to parse image value: repository ${problem}: ${repository}`);
}

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-./';

function repositoryProblem(repository: string): string | undefined {
  if (repository.length < 2 || repository.length > 255) return 'must be between 2 and 255 characters in length';
  const isValid = [...repository].every((character) => CHARACTERS.includes(character));
  return isValid ? undefined : `can only contain the characters \`${CHARACTERS}\``;
}

/** How an ImageUpdateAutomation is made out of flags. */
export const imageUpdateRecipe: Recipe = {
  kind: 'ImageUpdateAutomation',
  label: 'ImageUpdateAutomation',
  told: 'after',
  requireFlags: ({ flags }) => {
    for (const [flag, problem] of REQUIRED) if (flags.text(flag) === '') throw new Error(problem);
    const type = flags.text('signing-key-type');
    if (type !== '' && flags.text('signing-key-secret') === '') {
      throw new Error('--signing-key-type requires --signing-key-secret');
    }
    if (type !== '' && type !== 'gpg' && type !== 'ssh') throw new Error('--signing-key-type must be one of: gpg, ssh');
  },
  buildSpec: ({ flags }) => {
    const path = optionalText(flags, 'git-repo-path');
    return {
      sourceRef: {
        kind: 'GitRepository',
        name: flags.text('git-repo-ref'),
        namespace: optionalText(flags, 'git-repo-namespace'),
      },
      git: gitOf(flags),
      interval: durationField(flags, 'interval'),
      update: path === undefined ? undefined : { path, strategy: 'Setters' },
    };
  },
  done: () => ['ImageUpdateAutomation reconciliation completed'],
};

const REQUIRED: readonly (readonly [flag: string, problem: string])[] = [
  ['git-repo-ref', 'a reference to a GitRepository is required (--git-repo-ref)'],
  ['checkout-branch', 'the Git repository branch is required (--checkout-branch)'],
  ['author-name', 'the author name is required (--author-name)'],
  ['author-email', 'the author email is required (--author-email)'],
];

function gitOf(flags: FlagValues): JsonObject {
  const pushBranch = optionalText(flags, 'push-branch');
  const secretRef = reference(flags, 'signing-key-secret');
  return {
    checkout: { ref: { branch: flags.text('checkout-branch') } },
    commit: {
      author: { name: flags.text('author-name'), email: flags.text('author-email') },
      messageTemplate: optionalText(flags, 'commit-template'),
      signingKey: secretRef === undefined ? undefined : { secretRef, type: optionalText(flags, 'signing-key-type') },
    },
    push: pushBranch === undefined ? undefined : { branch: pushBranch },
  };
}
