// Generated from src/schemas/notification by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Condition, Diagnostic, LocalObjectReference, ReceiverResource } from '../shared.generated.js';

/** A webhook that reconciles objects when it is called. */
export interface Receiver extends KubeObject {
  readonly apiVersion: 'notification.toolkit.fluxcd.io/v1';
  readonly kind: 'Receiver';
  readonly spec: ReceiverSpec;
  readonly status?: ReceiverStatus;
}

/** Who may call, and what to reconcile then. */
export interface ReceiverSpec {
  /** Kind of caller. */
  readonly type: 'generic' | 'generic-hmac' | 'generic-oidc' | 'github' | 'gitlab' | 'bitbucket' | 'harbor' | 'dockerhub' | 'quay' | 'gcr' | 'nexus' | 'acr' | 'cdevents';
  /** Events that are acted on; default: all. */
  readonly events?: readonly string[];
  /** Objects to reconcile. */
  readonly resources: readonly ReceiverResource[];
  /** CEL expression over "req" and "res" that narrows the objects down. */
  readonly resourceFilter?: string;
  /** Secret with the token that the path is made of and callers sign with. */
  readonly secretRef?: LocalObjectReference;
  /** Issuers whose tokens are accepted; only for generic-oidc. */
  readonly oidcProviders?: readonly OidcProvider[];
  /** How often to check the Secret. @default "10m" */
  readonly interval?: string;
  /** Refuses calls until it is set to false. */
  readonly suspend?: boolean;
}

/** An issuer whose tokens are accepted. */
export interface OidcProvider {
  /** Address of the issuer. */
  readonly issuerURL: string;
  /** Audience the token must have; default: notification-controller. */
  readonly audience?: string;
  /** Values computed before the validations. */
  readonly variables?: readonly OidcVariable[];
  /** Tests that the token must pass. */
  readonly validations: readonly OidcValidation[];
}

/** A named expression that later ones may use. */
export interface OidcVariable {
  /** Name of the variable. */
  readonly name: string;
  /** CEL expression of its value. */
  readonly expression: string;
}

/** A test that the token must pass. */
export interface OidcValidation {
  /** CEL expression that must be true. */
  readonly expression: string;
  /** What to answer when it is not. */
  readonly message: string;
}

/** Where the webhook is. */
export interface ReceiverStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** Path of the webhook. */
  readonly webhookPath?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
