import type { DigestAlgorithm } from '@gotk/digest';
import type { Flag, FlagValues } from '../../cli/flag.js';
import type { ControllerFlags, HelmSourceOptions } from '../../up/up-options.js';

const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512', 'blake3'];

/** As Flux's source-controller has them. */
const HELM_SOURCES: readonly Flag[] = [
  {
    name: 'helm-index-max-size',
    type: 'int',
    usage: 'largest index of a Helm repository, in bytes',
    default: '52428800',
  },
  { name: 'helm-chart-max-size', type: 'int', usage: 'largest packaged Helm chart, in bytes', default: '10485760' },
  {
    name: 'helm-chart-file-max-size',
    type: 'int',
    usage: 'largest file of a Helm chart that stands in a folder of a source, in bytes',
    default: '5242880',
  },
  { name: 'helm-cache-max-size', type: 'int', usage: 'indexes of Helm repositories that are kept in memory' },
  {
    name: 'helm-cache-ttl',
    type: 'duration',
    usage: 'for how long after its last use an index is kept',
    default: '15m0s',
  },
  {
    name: 'helm-cache-purge-interval',
    type: 'duration',
    usage: 'how often indexes that are over are looked for',
    default: '1m0s',
  },
];

/** Flags of Flux's controllers that `flux up` takes for all of its own. */
export const controllerFlags: readonly Flag[] = [
  {
    name: 'no-cross-namespace-refs',
    type: 'bool',
    usage: 'refuse references to objects in other namespaces, as on a cluster of several tenants',
  },
  { name: 'no-remote-bases', type: 'bool', usage: 'refuse remote bases in kustomizations' },
  {
    name: 'default-service-account',
    type: 'string',
    usage: 'ServiceAccount that is impersonated where an object names none',
  },
  {
    name: 'default-kubeconfig-service-account',
    type: 'string',
    usage: 'ServiceAccount for clusters in ConfigMaps (kubeConfig.configMapRef) that name none',
  },
  { name: 'insecure-kubeconfig-exec', type: 'bool', usage: 'let kubeconfigs of objects run programs for credentials' },
  { name: 'insecure-kubeconfig-tls', type: 'bool', usage: 'let kubeconfigs of objects skip the check of certificates' },
  { name: 'sops-age-secret', type: 'string', usage: 'Secret in flux-system with age keys for all Kustomizations' },
  { name: 'override-manager', type: 'stringArray', usage: 'field manager whose changes are undone, can be repeated' },
  {
    name: 'custom-apply-stage-kinds',
    type: 'strings',
    usage: 'kinds, as group/Kind, that are applied and waited for before all others',
  },
  {
    name: 'watch-configs-label-selector',
    type: 'string',
    usage: 'ConfigMaps and Secrets whose changes wake the objects that read them',
    default: 'reconcile.fluxcd.io/watch=Enabled',
  },
  { name: 'requeue-dependency', type: 'duration', usage: 'how often what a dependent waits for is looked at again' },
  { name: 'concurrent', type: 'int', usage: 'objects of one kind reconciled at once, default: as in Flux' },
  ...HELM_SOURCES,
  {
    name: 'artifact-digest-algo',
    type: 'string',
    usage: `algorithm of the digests of artifacts: ${DIGEST_ALGORITHMS.join(', ')}`,
    default: 'sha256',
  },
  {
    name: 'snapshot-digest-algo',
    type: 'string',
    usage: `algorithm of the digests in the history of HelmReleases: ${DIGEST_ALGORITHMS.join(', ')}`,
    default: 'sha256',
  },
  { name: 'feature-gates', type: 'strings', usage: 'feature gates of the controllers, as NAME=true or NAME=false' },
];

/** @throws Error when a feature gate is not written as `NAME=true`. */
export function parseControllerFlags(flags: FlagValues): ControllerFlags {
  return {
    noCrossNamespaceRefs: flags.flag('no-cross-namespace-refs'),
    noRemoteBases: flags.flag('no-remote-bases'),
    defaultServiceAccount: flags.text('default-service-account'),
    defaultKubeConfigServiceAccount: flags.text('default-kubeconfig-service-account'),
    insecureKubeConfigExec: flags.flag('insecure-kubeconfig-exec'),
    insecureKubeConfigTls: flags.flag('insecure-kubeconfig-tls'),
    sopsAgeSecret: flags.text('sops-age-secret'),
    overrideManagers: flags.list('override-manager'),
    customApplyStageKinds: flags.list('custom-apply-stage-kinds'),
    watchConfigsLabelSelector: flags.text('watch-configs-label-selector'),
    requeueDependencyMs: flags.isSet('requeue-dependency') ? flags.durationMs('requeue-dependency') : undefined,
    concurrent: flags.isSet('concurrent') ? parseConcurrent(flags) : undefined,
    helmSources: parseHelmSources(flags),
    artifactDigestAlgorithm: parseAlgorithm('artifact-digest-algo', flags),
    snapshotDigestAlgorithm: parseAlgorithm('snapshot-digest-algo', flags),
    featureGates: Object.fromEntries(flags.list('feature-gates').map(parseGate)),
  };
}

function parseConcurrent(flags: FlagValues): number {
  const concurrent = flags.number('concurrent');
  if (concurrent >= 1) return concurrent;
  throw new Error(`--concurrent must be at least 1, not ${concurrent}`);
}

function parseAlgorithm(name: string, flags: FlagValues): DigestAlgorithm {
  const algorithm = DIGEST_ALGORITHMS.find((each) => each === flags.text(name));
  if (algorithm !== undefined) return algorithm;
  throw new Error(`--${name} must be one of ${DIGEST_ALGORITHMS.join(', ')}, not ${JSON.stringify(flags.text(name))}`);
}

function parseGate(text: string): readonly [name: string, isOn: boolean] {
  const [, name = '', value] = /^([^=]+)=(true|false)$/i.exec(text.trim()) ?? [];
  if (value === undefined)
    throw new Error(`--feature-gates takes NAME=true or NAME=false, not ${JSON.stringify(text)}`);
  return [name, value.toLowerCase() === 'true'];
}

function parseHelmSources(flags: FlagValues): HelmSourceOptions {
  return {
    helmLimits: {
      indexMaxBytes: flags.number('helm-index-max-size'),
      chartMaxBytes: flags.number('helm-chart-max-size'),
      chartFileMaxBytes: flags.number('helm-chart-file-max-size'),
    },
    helmCache: {
      maxSize: flags.number('helm-cache-max-size'),
      ttlMs: flags.durationMs('helm-cache-ttl'),
      purgeIntervalMs: flags.durationMs('helm-cache-purge-interval'),
    },
  };
}
