import type { Command, CommandContext } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';
import { kustomizationSource, oneOf, safeRelativePath } from './flag-types.js';
import type { Recipe } from './recipe.js';

const NAME = /^[a-z0-9]([a-z0-9-]){0,61}[a-z0-9]$/;

function requireName({ args }: CommandContext): void {
  const [name] = args;
  if (name === undefined) throw new Error('name is required');
  if (NAME.test(name)) return;
  throw new Error(
    `name '${name}' is invalid, it should adhere to standard defined in RFC 1123, the name can only contain alphanumeric characters or '-'`,
  );
}

function fromRecipe(recipe: () => Promise<Recipe>): NonNullable<Command['load']> {
  return async () => {
    const [{ createObject }, loaded] = await Promise.all([import('./create-object.js'), recipe()]);
    return createObject(loaded);
  };
}

const text = (name: string, usage: string, shorthand?: string): Flag => ({
  name,
  type: 'string',
  usage,
  ...(shorthand === undefined ? {} : { shorthand }),
});
const list = (name: string, usage: string): Flag => ({ name, type: 'strings', usage });
const bool = (name: string, usage: string, shorthand?: string): Flag => ({
  name,
  type: 'bool',
  usage,
  ...(shorthand === undefined ? {} : { shorthand }),
});

const createGit: Command = {
  name: 'git',
  operands: '[name]',
  short: 'Create or update a GitRepository source',
  flags: [
    text('url', 'address of the repository, e.g. ssh://git@host/org/repository'),
    text('branch', 'branch to follow'),
    text('tag', 'tag to check out'),
    text('tag-semver', 'range of versions; the highest tag in it is checked out'),
    text('ref-name', 'full reference name to check out'),
    text('commit', 'commit to check out'),
    text('username', 'name for basic authentication', 'u'),
    text('password', 'password for basic authentication', 'p'),
    text('secret-ref', 'Secret with credentials that is there already'),
    text('proxy-secret-ref', 'Secret with address and credentials of a proxy that is there already'),
    {
      name: 'provider',
      type: oneOf('sourceGitProvider', 'source Git provider', ['generic', 'github', 'aws', 'azure']),
      usage: 'where credentials come from, available options are: (generic, github, aws, azure)',
    },
    text('ca-file', 'file with the authority of the server'),
    text('private-key-file', 'file with a private key for SSH'),
    bool('recurse-submodules', 'check out submodules as well'),
    bool('silent', 'do not ask whether the deploy key has been set up', 's'),
    list('ignore-paths', 'paths to leave out, in .gitignore format'),
    list('sparse-checkout-paths', 'folders to take, default: all'),
  ],
  load: fromRecipe(async () => (await import('./kinds/git.js')).gitRecipe),
};

const source: Command = {
  name: 'source',
  short: 'Create or update sources',
  long: 'The create source sub-commands generate sources.',
  persistentFlags: [
    {
      name: 'fetch-timeout',
      type: 'duration',
      usage:
        "set a timeout for fetch operations performed by source-controller (e.g. 'git clone' or 'helm repo update')",
    },
  ],
  commands: [createGit],
};

const kustomization: Command = {
  name: 'kustomization',
  operands: '[name]',
  aliases: ['ks'],
  short: 'Create or update a Kustomization resource',
  flags: [
    {
      name: 'source',
      type: kustomizationSource,
      usage: "source of the manifests as '[<kind>/]<name>.<namespace>', kinds: (OCIRepository, GitRepository, Bucket)",
    },
    { name: 'path', type: safeRelativePath, usage: 'folder in the source', default: './' },
    bool('prune', 'delete what leaves the source'),
    bool('wait', 'wait until everything applied is healthy'),
    list('health-check', "object to wait for as '<kind>/<name>.<namespace>'"),
    { name: 'health-check-timeout', type: 'duration', usage: 'how long to wait', default: '2m0s' },
    {
      name: 'validation',
      type: 'string',
      usage: 'without effect',
      deprecated: 'this arg is no longer used, all resources are validated using server-side apply dry-run',
    },
    list('depends-on', "Kustomizations that must be ready first, as '<name>' or '<namespace>/<name>'"),
    text('service-account', 'ServiceAccount to act as'),
    {
      name: 'decryption-provider',
      type: {
        name: 'decryptionProvider',
        parse: (value) => {
          if (value === 'sops') return value;
          throw new Error(`unsupported decryption provider '${value}', must be one of: sops`);
        },
      },
      usage: 'decryption provider, available options are: (sops)',
    },
    text('decryption-secret', 'Secret with the private keys for decryption'),
    text('target-namespace', 'namespace to put all objects in'),
    text('kubeconfig-secret-ref', 'Secret with a kubeconfig of the cluster to apply to'),
    { name: 'retry-interval', type: 'duration', usage: 'how soon to try again after a failure' },
  ],
  load: fromRecipe(async () => (await import('./kinds/kustomization.js')).kustomizationRecipe),
};

/** `flux create`. */
export const createCommand: Command = {
  name: 'create',
  short: 'Create or update sources and resources',
  long: 'The create sub-commands generate sources and resources.',
  persistentFlags: [
    { name: 'interval', type: 'duration', usage: 'source sync interval', default: '1m0s' },
    { name: 'export', type: 'bool', usage: 'export in YAML format to stdout' },
    {
      name: 'label',
      type: 'strings',
      usage: 'set labels on the resource (can specify multiple labels with commas: label1=value1,label2=value2)',
    },
  ],
  before: requireName,
  commands: [kustomization, source],
};
