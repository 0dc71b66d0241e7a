import type { Command } from '../../cli/command.js';
import { boolFlag, fromRecipe, listFlag, textFlag } from './command-flags.js';
import { chartSource, kustomizationSource, safeRelativePath } from './flag-types.js';

/** `flux create kustomization`. */
export const createKustomizationCommand: Command = {
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
    boolFlag('prune', 'delete what leaves the source'),
    boolFlag('wait', 'wait until everything applied is healthy'),
    listFlag('health-check', "object to wait for as '<kind>/<name>.<namespace>'"),
    { name: 'health-check-timeout', type: 'duration', usage: 'how long to wait', default: '2m0s' },
    {
      ...textFlag('validation', 'without effect'),
      deprecated: 'this arg is no longer used, all resources are validated using server-side apply dry-run',
    },
    listFlag('depends-on', "Kustomizations that must be ready first, as '<name>' or '<namespace>/<name>'"),
    textFlag('service-account', 'ServiceAccount to act as'),
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
    textFlag('decryption-secret', 'Secret with the private keys for decryption'),
    textFlag('target-namespace', 'namespace to put all objects in'),
    textFlag('kubeconfig-secret-ref', 'Secret with a kubeconfig of the cluster to apply to'),
    { name: 'retry-interval', type: 'duration', usage: 'how soon to try again after a failure' },
  ],
  load: fromRecipe(async () => (await import('./kinds/kustomization.js')).kustomizationRecipe),
};

const CRD_POLICIES = ['Skip', 'Create', 'CreateReplace'];

/** `flux create helmrelease`. */
export const createHelmReleaseCommand: Command = {
  name: 'helmrelease',
  operands: '[name]',
  aliases: ['hr'],
  short: 'Create or update a HelmRelease resource',
  flags: [
    textFlag('release-name', 'name of the release, default: made of target namespace and name'),
    { name: 'source', type: chartSource, usage: "source of the chart, as '<kind>/<name>.<namespace>'" },
    textFlag('chart', 'name or path of the chart'),
    textFlag('chart-version', 'version or range of versions'),
    textFlag('chart-ref', "source whose artifact is the chart, as '<kind>/<name>.<namespace>'"),
    listFlag('depends-on', "HelmReleases that must be ready first, as '<name>' or '<namespace>/<name>'"),
    textFlag('target-namespace', 'namespace to release to'),
    textFlag('storage-namespace', 'namespace that holds the history, default: the target namespace'),
    boolFlag('create-target-namespace', 'create the target namespace when it is not there'),
    textFlag('service-account', 'ServiceAccount to act as'),
    { ...textFlag('reconcile-strategy', 'ChartVersion or Revision'), default: 'ChartVersion' },
    { name: 'chart-interval', type: 'duration', usage: 'how often to look for new versions of the chart' },
    listFlag('values', 'files with values'),
    listFlag('values-from', "objects with values, as '<kind>/<name>', kinds: (Secret, ConfigMap)"),
    {
      name: 'crds',
      type: {
        name: CRD_POLICIES.join('|'),
        parse: (value) => {
          if (CRD_POLICIES.includes(value)) return value;
          throw new Error(`unsupported upgrade CRDs policy '${value}', must be one of: ${CRD_POLICIES.join(', ')}`);
        },
      },
      usage: 'upgrade CRDs policy',
    },
    textFlag('kubeconfig-secret-ref', 'Secret with a kubeconfig of the cluster to release to'),
  ],
  load: fromRecipe(async () => (await import('./kinds/helmrelease.js')).helmReleaseRecipe),
};
