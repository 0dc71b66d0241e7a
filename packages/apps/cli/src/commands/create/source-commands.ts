import type { Command } from '../../cli/command.js';
import { basicAuthFlags, boolFlag, fromRecipe, listFlag, textFlag, verifyFlags } from './command-flags.js';
import { chartSource, oneOf } from './flag-types.js';
import { sshKeyFlags } from './ssh/ssh-key-flags.js';

const git: Command = {
  name: 'git',
  operands: '[name]',
  short: 'Create or update a GitRepository source',
  flags: [
    textFlag('url', 'address of the repository, e.g. ssh://git@host/org/repository'),
    textFlag('branch', 'branch to follow'),
    textFlag('tag', 'tag to check out'),
    textFlag('tag-semver', 'range of versions; the highest tag in it is checked out'),
    textFlag('ref-name', 'full reference name to check out'),
    textFlag('commit', 'commit to check out'),
    ...basicAuthFlags,
    textFlag('secret-ref', 'Secret with credentials that is there already'),
    textFlag('proxy-secret-ref', 'Secret with address and credentials of a proxy that is there already'),
    {
      name: 'provider',
      type: oneOf('sourceGitProvider', 'source Git provider', ['generic', 'github', 'aws', 'azure'], '|'),
      usage: 'where credentials come from, available options are: (generic, github, aws, azure)',
    },
    textFlag('ca-file', 'file with the authority of the server'),
    textFlag('private-key-file', 'file with a private key for SSH'),
    ...sshKeyFlags,
    boolFlag('recurse-submodules', 'check out submodules as well'),
    boolFlag('silent', 'do not ask whether the deploy key has been set up', 's'),
    listFlag('ignore-paths', 'paths to leave out, in .gitignore format'),
    listFlag('sparse-checkout-paths', 'folders to take, default: all'),
  ],
  load: fromRecipe(async () => (await import('./kinds/git.js')).gitRecipe),
};

const helm: Command = {
  name: 'helm',
  operands: '[name]',
  short: 'Create or update a HelmRepository source',
  flags: [
    textFlag('url', 'address of the repository'),
    ...basicAuthFlags,
    textFlag('cert-file', 'file with a client certificate'),
    textFlag('key-file', 'file with the key of the client certificate'),
    textFlag('ca-file', 'file with the authority of the server'),
    textFlag('secret-ref', 'Secret with credentials that is there already'),
    textFlag('oci-provider', 'where credentials for an OCI registry come from'),
    boolFlag('pass-credentials', 'send the credentials to other hosts that the index names as well'),
  ],
  load: fromRecipe(async () => (await import('./kinds/helm-repository.js')).helmRepositoryRecipe),
};

const oci: Command = {
  name: 'oci',
  operands: '[name]',
  short: 'Create or update an OCIRepository',
  flags: [
    {
      name: 'provider',
      type: oneOf('sourceOCIProvider', 'source OCI provider', ['generic', 'aws', 'azure', 'gcp']),
      usage: 'where credentials come from, available options are: (generic, aws, azure, gcp)',
      default: 'generic',
    },
    textFlag('url', 'address of the image repository'),
    textFlag('tag', 'tag to take'),
    textFlag('tag-semver', 'range of versions; the highest tag in it is taken'),
    textFlag('digest', 'digest to take'),
    textFlag('secret-ref', 'image pull Secret that is there already'),
    textFlag('proxy-secret-ref', 'Secret with address and credentials of a proxy that is there already'),
    textFlag('service-account', 'ServiceAccount whose image pull secrets are used'),
    textFlag('cert-ref', 'Secret with certificates'),
    ...verifyFlags,
    listFlag('ignore-paths', 'paths to leave out, in .gitignore format'),
    boolFlag('insecure', 'allow plain HTTP'),
    textFlag('layer-selector', "layer to take, as '<media-type>:<operation>'"),
  ],
  load: fromRecipe(async () => (await import('./kinds/oci.js')).ociRecipe),
};

const bucket: Command = {
  name: 'bucket',
  operands: '[name]',
  short: 'Create or update a Bucket source',
  flags: [
    {
      name: 'provider',
      type: oneOf('sourceBucketProvider', 'source bucket provider', ['generic', 'aws', 'azure', 'gcp']),
      usage: 'kind of storage service, available options are: (generic, aws, azure, gcp)',
      default: 'generic',
    },
    textFlag('bucket-name', 'name of the bucket'),
    textFlag('endpoint', 'address of the storage service'),
    textFlag('access-key', 'access key'),
    textFlag('secret-key', 'secret key'),
    textFlag('region', 'region of the bucket'),
    boolFlag('insecure', 'allow plain HTTP'),
    textFlag('secret-ref', 'Secret with credentials that is there already'),
    textFlag('proxy-secret-ref', 'Secret with address and credentials of a proxy that is there already'),
    listFlag('ignore-paths', 'paths to leave out, in .gitignore format'),
  ],
  load: fromRecipe(async () => (await import('./kinds/bucket.js')).bucketRecipe),
};

const chart: Command = {
  name: 'chart',
  operands: '[name]',
  short: 'Create or update a HelmChart source',
  flags: [
    textFlag('chart', 'name or path of the chart'),
    textFlag('chart-version', 'version or range of versions'),
    { name: 'source', type: chartSource, usage: "source of the chart, as '<kind>/<name>'" },
    { ...textFlag('reconcile-strategy', 'ChartVersion or Revision'), default: 'ChartVersion' },
    ...verifyFlags,
  ],
  load: fromRecipe(async () => (await import('./kinds/chart.js')).chartRecipe),
};

/** `flux create source`. */
export const createSourceCommand: Command = {
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
  commands: [bucket, chart, git, helm, oci],
};
