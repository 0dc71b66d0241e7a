import { fieldOf, type KubeObject } from '@gotk/objects';
import type { ContainerDraft, PodDraft } from '../../builtin/core/pod-draft.js';
import type { AdmissionReview } from '../admission-chain.js';
import { forbidWrite } from '../forbid-write.js';

const ENFORCED = 'kubernetes.io/enforce-mountable-secrets';
const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/** Accounts that say so keep their pods to the Secrets they list. @throws ApiError */
export function refuseForeignSecrets(review: AdmissionReview, { spec }: PodDraft, account: KubeObject): void {
  if (!TRUE.includes(account.metadata.annotations?.[ENFORCED] ?? '')) return;
  const { name = '' } = account.metadata;
  const mountable = namesIn(account, 'secrets');
  const refuse = (what: string, kind = 'secret'): never => {
    throw forbidWrite(review, `${what} is not allowed because service account ${name} does not reference that ${kind}`);
  };
  for (const volume of spec.volumes ?? []) {
    const secret = (volume['secret'] as { secretName?: string } | undefined)?.secretName;
    if (secret !== undefined && !mountable.has(secret)) refuse(`volume with secret.secretName="${secret}"`);
  }
  for (const container of spec.initContainers ?? [])
    for (const text of foreignIn(container, mountable)) refuse(`init container ${text}`);
  for (const container of spec.containers ?? [])
    for (const text of foreignIn(container, mountable)) refuse(`container ${text}`);
  const pullable = namesIn(account, 'imagePullSecrets');
  for (const [index, secret] of (spec.imagePullSecrets ?? []).entries())
    if (!pullable.has(secret.name ?? ''))
      refuse(`imagePullSecrets[${index}].name="${secret.name ?? ''}"`, 'imagePullSecret');
}

function namesIn(account: KubeObject, field: string): ReadonlySet<string> {
  const list = fieldOf(account, field);
  return new Set((Array.isArray(list) ? list : []).map((item) => (item as { name?: string }).name ?? ''));
}

function foreignIn({ name, env = [], envFrom = [] }: ContainerDraft, mountable: ReadonlySet<string>): string[] {
  const variables = env.flatMap((variable) => {
    const secret = (variable.valueFrom?.['secretKeyRef'] as { name?: string } | undefined)?.name;
    return secret === undefined || mountable.has(secret)
      ? []
      : [`${name} with envVar ${variable.name} referencing secret.secretName="${secret}"`];
  });
  const sources = envFrom.flatMap(({ secretRef }) =>
    secretRef === undefined || mountable.has(secretRef.name ?? '')
      ? []
      : [`${name} with envFrom referencing secret.secretName="${secretRef.name ?? ''}"`],
  );
  return [...variables, ...sources];
}
