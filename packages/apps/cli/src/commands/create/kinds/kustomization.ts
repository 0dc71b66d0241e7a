import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { textAt } from '../../../kinds/cli-kind.js';
import { dependencies, durationField, optionalText, reference } from '../fields.js';
import { parseReference } from '../parse-reference.js';
import type { Recipe } from '../recipe.js';

/** How a Kustomization is made out of flags. */
export const kustomizationRecipe: Recipe = {
  kind: 'Kustomization',
  label: 'Kustomization',
  told: 'before',
  buildSpec: ({ flags }) => ({
    interval: durationField(flags, 'interval') ?? '0s',
    ...pathAndSource(flags),
    prune: flags.flag('prune'),
    targetNamespace: optionalText(flags, 'target-namespace'),
    dependsOn: dependencies(flags.list('depends-on')),
    kubeConfig: kubeConfigOf(flags),
    ...healthOf(flags),
    serviceAccountName: optionalText(flags, 'service-account'),
    decryption: decryptionOf(flags),
    retryInterval: durationField(flags, 'retry-interval'),
  }),
  done: (object) => [
    `Kustomization ${object.metadata.name ?? ''} is ready`,
    `applied revision ${textAt(object, 'status', 'lastAppliedRevision')}`,
  ],
};

function pathAndSource(flags: FlagValues): JsonObject {
  const path = flags.text('path');
  if (path === '') throw new Error('path is required');
  if (flags.text('source') === '') throw new Error('source is required');
  const { kind, name, namespace } = parseReference(flags.text('source'));
  return { path, sourceRef: { kind, name, ...(namespace === '' ? {} : { namespace }) } };
}

function kubeConfigOf(flags: FlagValues): JsonObject | undefined {
  const secretRef = reference(flags, 'kubeconfig-secret-ref');
  return secretRef === undefined ? undefined : { secretRef };
}

function decryptionOf(flags: FlagValues): JsonObject | undefined {
  const provider = optionalText(flags, 'decryption-provider');
  return provider === undefined ? undefined : { provider, secretRef: reference(flags, 'decryption-secret') };
}

function healthOf(flags: FlagValues): JsonObject {
  const timeout = durationField(flags, 'health-check-timeout');
  if (flags.flag('wait')) return { wait: true, timeout };
  const checks = flags.list('health-check');
  return checks.length === 0 ? {} : { healthChecks: checks.map(parseHealthCheck), timeout };
}

const CHECKED_KINDS = ['Deployment', 'DaemonSet', 'StatefulSet', 'HelmRelease'];

/** Reads `kind/name.namespace`. */
function parseHealthCheck(text: string): JsonObject {
  const parts = text.split('/');
  const [kind = '', object = ''] = parts;
  const format = `invalid health check '${text}' must be in the format 'kind/name.namespace'`;
  if (parts.length !== 2) throw new Error(`${format} [${parts.join(' ')}]`);
  if (!CHECKED_KINDS.includes(kind)) {
    throw new Error(`invalid health check kind '${kind}' can be HelmRelease, Deployment, DaemonSet or StatefulSet`);
  }
  const names = object.split('.');
  const [name = '', namespace = ''] = names;
  if (names.length !== 2) throw new Error(format);
  return { ...(kind === 'HelmRelease' ? { apiVersion: 'helm.toolkit.fluxcd.io/v2' } : {}), kind, name, namespace };
}
