import {
  checkDns1035Label,
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  validateFullyQualifiedName,
  validateLabelSelector,
} from '@gotk/objects';
import type { Webhook } from '../../admission/webhooks/webhook-objects.js';
import type { DraftObject } from '../../drafts/draft.js';
import { validateClientConfig } from '../../webhooks/validate-client-config.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { validateMatchConditions } from './validate-expressions.js';
import { checkOneOf, checkPolicies, validateRule } from './validate-match.js';

interface ConfigurationDraft extends DraftObject {
  webhooks?: readonly Webhook[] | null;
}

/** ValidatingWebhookConfigurations and MutatingWebhookConfigurations. */
export const webhookConfigurationKind = builtinKind<ConfigurationDraft>({
  strategy: {
    validate: (configuration) => [...clusterMeta(configuration), ...validateWebhooks(configuration)],
    validateUpdate: (configuration, old) => [
      ...changedMeta(configuration, old),
      ...clusterMeta(configuration),
      ...validateWebhooks(configuration),
    ],
  },
});

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REINVOCATIONS = ['IfNeeded', 'Never'];
const KNOWN_REVIEWS = ['v1', 'v1beta1'];

function validateWebhooks({ webhooks }: ConfigurationDraft): readonly FieldError[] {
  const hooks = webhooks ?? [];
  const names = hooks.map(({ name = '' }) => name);
  return hooks.flatMap((hook, index) => {
    const field = `webhooks[${index}]`;
    const { name = '' } = hook;
    return [
      ...validateWebhook(hook, field),
      ...validateReviewVersions(hook.admissionReviewVersions ?? [], `${field}.admissionReviewVersions`),
      ...(name !== '' && names.indexOf(name) < index ? [duplicateField(`${field}.name`, name)] : []),
    ];
  });
}

function validateWebhook(hook: Webhook, field: string): readonly FieldError[] {
  const { timeoutSeconds: timeout } = hook;
  const sideEffects = hook.sideEffects ?? undefined; // What must be given is null when it was not.
  return [
    ...validateFullyQualifiedName(hook.name ?? '', `${field}.name`),
    ...(hook.rules ?? []).flatMap((rule, index) => validateRule(rule, `${field}.rules[${index}]`)),
    ...checkPolicies(hook, field),
    ...(sideEffects === undefined
      ? [requiredField(`${field}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`)]
      : []),
    ...(sideEffects === undefined || SIDE_EFFECTS.includes(sideEffects)
      ? []
      : [notSupportedField(`${field}.sideEffects`, sideEffects, SIDE_EFFECTS)]),
    ...(timeout !== undefined && (timeout > 30 || timeout < 1)
      ? [invalidField(`${field}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...validateLabelSelector(hook.namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(hook.objectSelector, `${field}.objectSelector`),
    ...checkOneOf(hook.reinvocationPolicy, REINVOCATIONS, `${field}.reinvocationPolicy`),
    ...validateClientConfig(hook.clientConfig ?? {}, { field: `${field}.clientConfig` }),
    ...validateMatchConditions(hook.matchConditions, { field: `${field}.matchConditions`, hasParams: false }),
  ];
}

function validateReviewVersions(versions: readonly string[], field: string): readonly FieldError[] {
  if (versions.length === 0) return [requiredField(field, `must specify one of ${KNOWN_REVIEWS.join(', ')}`)];
  const errors = versions.flatMap((version, index) =>
    versions.indexOf(version) < index
      ? [invalidField(`${field}[${index}]`, version, 'duplicate version')]
      : checkDns1035Label(version).map((problem) => invalidField(`${field}[${index}]`, version, problem)),
  );
  if (versions.some((version) => KNOWN_REVIEWS.includes(version))) return errors;
  return [...errors, invalidField(field, versions, `must include at least one of ${KNOWN_REVIEWS.join(', ')}`)];
}
