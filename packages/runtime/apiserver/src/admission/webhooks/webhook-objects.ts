import type { KubeObject, LabelSelector } from '@gotk/objects';
import type { ClientConfig } from '../../webhooks/validate-client-config.js';
import type { MatchRule } from '../matching/match-rules.js';
import type { NamedExpression } from '../policies/policy-objects.js';

/** One webhook of a configuration, as written. */
export interface Webhook {
  readonly name?: string;
  readonly clientConfig?: ClientConfig;
  readonly rules?: readonly MatchRule[];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
  readonly admissionReviewVersions?: readonly string[];
  readonly matchConditions?: readonly NamedExpression[];
  /** Of mutating webhooks alone. */
  readonly reinvocationPolicy?: string;
}

/** A ValidatingWebhookConfiguration or MutatingWebhookConfiguration. */
export interface WebhookConfiguration extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string };
  readonly webhooks?: readonly Webhook[];
}
